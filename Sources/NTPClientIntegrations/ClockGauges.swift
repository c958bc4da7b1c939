// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

#if Integrations
    internal import Metrics
    internal import NTPClient
    internal import NTPCore

    /// The gauges of a clock that follows servers; units are in their names.
    ///
    /// | label | value |
    /// |---|---|
    /// | `ntp_client_synchronized` | 1 while servers answer and agree, else 0 |
    /// | `ntp_client_maximum_error_seconds` | the bound on the clock's error; infinite without one |
    /// | `ntp_client_last_offset_seconds` | what the latest update found; positive: the clock was slow |
    /// | `ntp_client_frequency_ratio` | what the oscillator needs for running true; positive: it is slow |
    /// | `ntp_client_skew_ratio` | the bound on the error of that frequency |
    /// | `ntp_client_stratum` | 0 while unsynchronised |
    /// | `ntp_client_combined_servers` | how many servers the latest update rests upon |
    public struct ClockGauges: Sendable {
        private let synchronized: Gauge
        private let maximumError: Gauge
        private let lastOffset: Gauge
        private let frequency: Gauge
        private let skew: Gauge
        private let stratum: Gauge
        private let combinedServers: Gauge

        init(_ factory: any MetricsFactory) {
            func gauge(_ name: String) -> Gauge { Gauge(label: "ntp_client_" + name, factory: factory) }
            synchronized = gauge("synchronized")
            maximumError = gauge("maximum_error_seconds")
            lastOffset = gauge("last_offset_seconds")
            frequency = gauge("frequency_ratio")
            skew = gauge("skew_ratio")
            stratum = gauge("stratum")
            combinedServers = gauge("combined_servers")
        }

        func record(_ report: ServiceReport, now: BoundedTime) {
            synchronized.record(now.standing == .synchronized ? 1 : 0)
            maximumError.record(now.maximumError.map { $0 / .seconds(1) } ?? .infinity)
            lastOffset.record(report.tracking.lastOffset)
            frequency.record(report.tracking.frequency.ratio)
            skew.record(report.tracking.skew)
            stratum.record(report.state.stratum)
            combinedServers.record(report.tracking.combinedSources)
        }
    }
#endif
