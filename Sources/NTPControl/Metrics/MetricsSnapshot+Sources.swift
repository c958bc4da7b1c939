// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

extension MetricsSnapshot {
    var sourceFamilies: [MetricFamily] {
        guard !sources.isEmpty else { return [] }
        return sampleFamilies + [stateFamily] + statisticsFamilies + [statusFamily]
    }

    private var sampleFamilies: [MetricFamily] {
        [
            family(
                "chrony_sources_last_sample_age_seconds",
                "The age of the latest sample; 4294967295 without one."
            ) {
                Double($0.source.sampleAge ?? .max)
            },
            family(
                "chrony_sources_last_sample_offset_seconds",
                "Its offset; positive if the system clock was fast."
            ) {
                -$0.source.offset
            },
            family(
                "chrony_sources_last_sample_error_margin_seconds",
                "The bound on the error of that offset."
            ) {
                $0.source.offsetError
            },
            family("chrony_sources_polling_interval_seconds", "The time between two requests.") {
                $0.source.poll.seconds
            },
            family(
                "chrony_sources_reachability_ratio",
                "The share of the last eight requests that was answered."
            ) {
                Double($0.source.reach.bits.nonzeroBitCount) / 8
            },
            family("chrony_sources_reachability_success", "Whether the latest request was answered.") {
                Double($0.source.reach.bits & 1)
            },
            family("chrony_sources_stratum", "The stratum of the source; 0 while it isn't known.") {
                Double($0.source.stratum)
            },
        ]
    }

    private var statisticsFamilies: [MetricFamily] {
        [
            family("chrony_sourcestats_samples", "How many samples are in use.") {
                $0.statistics.map { Double($0.samples) }
            },
            family("chrony_sourcestats_runs", "The number of runs of residuals with the same sign.") {
                $0.statistics.map { Double($0.runs) }
            },
            family("chrony_sourcestats_span_seconds", "The time from the first to the last sample.") {
                $0.statistics.map { Double($0.span) }
            },
            family("chrony_sourcestats_stddev", "The standard deviation of a sample, in seconds.") {
                $0.statistics?.deviation
            },
            family(
                "chrony_sourcestats_frequency_ppms",
                "The rate at which the clock gains on the source, in ppm."
            ) {
                $0.statistics.map { -$0.residualFrequency * 1e6 }
            },
            family("chrony_sourcestats_frequency_skew_ppms", "The bound on the error of that rate, in ppm.") {
                $0.statistics.map { $0.skew * 1e6 }
            },
            family(
                "chrony_sourcestats_offset",
                "The offset, in seconds; positive if the system clock is fast."
            ) {
                $0.statistics.map { -$0.offset }
            },
        ]
    }

    private var stateFamily: MetricFamily {
        var family = MetricFamily(
            "chrony_sources_state_info", help: "What becomes of the source's measurements; the value is 1.")
        for source in sources {
            let state = MetricFamily.Label(name: "source_state", value: source.source.state.metricName)
            let mode = MetricFamily.Label(name: "source_mode", value: source.source.mode.metricName)
            family.append(1, labels: source.labels + [state, mode])
        }
        return family
    }

    private var statusFamily: MetricFamily {
        var family = MetricFamily(
            "ntpd_source_status", help: "Why the source is or isn't used; the value is 1.")
        for source in sources {
            guard let status = source.selection?.status else { continue }
            let label = MetricFamily.Label(name: "status", value: status.metricName)
            family.append(1, labels: source.labels + [label])
        }
        return family
    }

    private func family(
        _ name: String, _ help: String, value: (SourceMetrics) -> Double?
    ) -> MetricFamily {
        var family = MetricFamily(name, help: help)
        for source in sources {
            if let value = value(source) { family.append(value, labels: source.labels) }
        }
        return family
    }
}

extension SourceReport.State {
    /// What chrony_exporter calls it.
    fileprivate var metricName: String {
        switch self {
        case .selected: "sync"
        case .notSelectable: "unreach"
        case .falseticker: "falseticker"
        case .tooJittery: "jittery"
        case .combined: "candidate"
        case .notCombined: "outlier"
        }
    }
}

extension SourceReport.Mode {
    /// What chrony_exporter calls it.
    fileprivate var metricName: String {
        switch self {
        case .server: "client"
        case .peer: "peer"
        case .referenceClock: "reference clock"
        }
    }
}

extension SourceStatus {
    fileprivate var metricName: String {
        switch self {
        case .notSelectable: "not_selectable"
        case .missingSamples: "missing_samples"
        case .unsynchronized: "unsynchronized"
        case .badStratum: "bad_stratum"
        case .tooDistant: "too_distant"
        case .tooJittery: "too_jittery"
        case .waitingForOthers: "waiting_for_others"
        case .stale: "stale"
        case .orphan: "orphan"
        case .untrusted: "untrusted"
        case .falseticker: "falseticker"
        case .waitingForSources: "waiting_for_sources"
        case .notPreferred: "not_preferred"
        case .outlier: "outlier"
        case .waitingForUpdate: "waiting_for_update"
        case .notCombined: "not_combined"
        case .combined: "combined"
        case .selected: "selected"
        }
    }
}
