// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPControlClient
import NTPCore

/// Reports of a clock that follows one of two servers.
enum Fixture {
    /// 2026-11-23 15:36:00.5 UTC.
    static let date = NTPDate(unixSeconds: 1_795_448_160, nanoseconds: 500_000_000)

    static let selectedAddress = ControlAddress.ipv4(0xC000_020A)
    static let otherAddress = ControlAddress.ipv6(high: 0x2001_0DB8_0000_0000, low: 0x123)

    static var tracking: TrackingReport {
        var report = TrackingReport()
        report.referenceID = ReferenceID(bits: 0xC000_020A)
        report.address = selectedAddress
        report.stratum = 3
        report.leap = .none
        report.referenceTime = date.advanced(by: -23)
        report.remainingCorrection = -3e-6
        report.lastOffset = 12.5e-6
        report.rmsOffset = 20e-6
        report.frequency = Frequency(ppm: -12.345)
        report.residualFrequency = 1e-9
        report.skew = 0.05e-6
        report.rootDelay = 2e-3
        report.rootDispersion = 0.5e-3
        report.updateInterval = 64.2
        return report
    }

    static var local: TrackingReport {
        var report = TrackingReport()
        report.referenceID = .local
        report.stratum = 10
        report.leap = .none
        report.rootDelay = 0
        report.rootDispersion = 0
        return report
    }

    static var selected: SourceMetrics {
        var source = SourceReport()
        source.address = selectedAddress
        source.state = .selected
        source.poll = PollInterval(exponent: 6)
        source.stratum = 2
        source.reach = Reach(bits: 0o377)
        source.sampleAge = 23
        source.offset = 12.5e-6
        source.measuredOffset = 15e-6
        source.offsetError = 1.5e-3
        var statistics = SourceStatisticsReport()
        statistics.samples = 17
        statistics.span = 1090
        return SourceMetrics(
            source: source, name: "ntp.example.net", statistics: statistics, selection: selection(.selected))
    }

    /// A source about which nothing is known but its address.
    static var silent: SourceMetrics {
        var source = SourceReport()
        source.address = otherAddress
        source.poll = PollInterval(exponent: 10)
        return SourceMetrics(
            source: source, name: "2001:db8::123", statistics: SourceStatisticsReport(),
            selection: selection(.unsynchronized))
    }

    /// A source that answers, with what the selection says of it.
    static func source(_ status: SourceStatus) -> SourceMetrics {
        var metrics = selected
        metrics.source.state = SourceReport.State(status)
        metrics.selection = selection(status)
        return metrics
    }

    static func selection(_ status: SourceStatus) -> SelectionReport {
        var report = SelectionReport()
        report.status = status
        return report
    }

    static func snapshot(
        _ tracking: TrackingReport = tracking, _ sources: [SourceMetrics] = [], online: UInt32 = 0,
        offline: UInt32 = 0, unresolved: UInt32 = 0
    ) -> MetricsSnapshot {
        var activity = ActivityReport()
        activity.online = online
        activity.offline = offline
        activity.unresolved = unresolved
        return MetricsSnapshot(
            tracking: tracking, trackingName: "ntp.example.net", sources: sources, activity: activity)
    }
}
