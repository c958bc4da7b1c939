// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPControl

@Suite struct `Metrics` {
    /// A clock that follows one of two sources.
    static var snapshot: MetricsSnapshot {
        var tracking = `Tracking report`.report(`Tracking report`.tracking)
        tracking.rootDispersion = 0.001
        return MetricsSnapshot(
            tracking: tracking, trackingName: "ntp.example", sources: [server, referenceClock],
            activity: ActivityReport(), serverStatistics: statistics)
    }

    static var server: SourceMetrics {
        var source = SourceReport()
        source.address = .ipv4(0xC000_0201)
        source.state = .selected
        source.poll = PollInterval(exponent: 6)
        source.stratum = 2
        source.reach = Reach(bits: 0b1111_0111)
        source.sampleAge = 12
        source.offset = 0.25
        source.offsetError = 0.5
        var statistics = SourceStatisticsReport()
        statistics.residualFrequency = 1e-6
        statistics.offset = 0.125
        var selection = SelectionReport()
        selection.status = .selected
        return SourceMetrics(
            source: source, name: "ntp.example", statistics: statistics, selection: selection)
    }

    static var referenceClock: SourceMetrics {
        var source = SourceReport()
        source.address = .ipv4(0x4750_5300)
        source.mode = .referenceClock
        return SourceMetrics(source: source, name: "GPS")
    }

    static var statistics: ServerStatisticsReport {
        var report = ServerStatisticsReport()
        report.ntpHits = 7
        report.timestamps = ServerStatisticsReport.TimestampCounts()
        return report
    }

    static func lines(_ snapshot: MetricsSnapshot = snapshot) -> [Substring] {
        snapshot.prometheusText.split(separator: "\n")
    }

    /// The names that chrony_exporter 0.13 has.
    @Test(arguments: [
        "chrony_up", "chrony_tracking_info", "chrony_tracking_last_offset_seconds",
        "chrony_tracking_reference_timestamp_seconds", "chrony_tracking_system_time_seconds",
        "chrony_tracking_remote_reference", "chrony_tracking_rms_offset_seconds",
        "chrony_tracking_root_delay_seconds", "chrony_tracking_root_dispersion_seconds",
        "chrony_tracking_frequency_ppms", "chrony_tracking_residual_frequency_ppms",
        "chrony_tracking_skew_ppms", "chrony_tracking_update_interval_seconds", "chrony_tracking_stratum",
        "chrony_sources_last_sample_age_seconds", "chrony_sources_reachability_ratio",
        "chrony_sources_reachability_success", "chrony_sources_last_sample_offset_seconds",
        "chrony_sources_last_sample_error_margin_seconds", "chrony_sources_polling_interval_seconds",
        "chrony_sources_state_info", "chrony_sources_stratum", "chrony_sourcestats_samples",
        "chrony_sourcestats_runs", "chrony_sourcestats_span_seconds", "chrony_sourcestats_stddev",
        "chrony_sourcestats_frequency_ppms", "chrony_sourcestats_frequency_skew_ppms",
        "chrony_sourcestats_offset", "chrony_serverstats_ntp_packets_received_total",
        "chrony_serverstats_nts_ke_connections_accepted_total",
        "chrony_serverstats_command_packets_received_total", "chrony_serverstats_ntp_packets_dropped_total",
        "chrony_serverstats_nts_ke_connections_dropped_total",
        "chrony_serverstats_command_packets_dropped_total",
        "chrony_serverstats_client_log_records_dropped_total",
        "chrony_serverstats_authenticated_ntp_packets_total",
        "chrony_serverstats_interleaved_ntp_packets_total", "chrony_serverstats_ntp_timestamps_held",
        "chrony_serverstats_ntp_timestamp_span_seconds", "chrony_serverstats_ntp_daemon_rx_timestamps_total",
        "chrony_serverstats_ntp_daemon_tx_timestamps_total",
        "chrony_serverstats_ntp_kernel_rx_timestamps_total",
        "chrony_serverstats_ntp_kernel_tx_timestamps_total", "chrony_serverstats_ntp_hw_rx_timestamps_total",
        "chrony_serverstats_ntp_hw_tx_timestamps_total",
    ])
    func `have the names that dashboards know`(name: String) {
        let lines = Self.lines()
        #expect(lines.filter { $0.hasPrefix("# HELP \(name) ") }.count == 1)
        #expect(lines.filter { $0.hasPrefix("# TYPE \(name) ") }.count == 1)
        #expect(lines.contains { $0.hasPrefix("\(name) ") || $0.hasPrefix("\(name){") })
    }

    @Test(arguments: [
        #"chrony_tracking_info{tracking_address="192.0.2.1",tracking_name="ntp.example",tracking_refid="C0000201"} 1.0"#,
        "chrony_tracking_remote_reference 1.0", "chrony_tracking_stratum 3.0",
        "chrony_tracking_reference_timestamp_seconds 1000.0",
        // The clock was 1 ms slow, has 2 ms too much, and an oscillator that is 5 ppm slow.
        "chrony_tracking_last_offset_seconds -0.001", "chrony_tracking_system_time_seconds -0.002",
        "chrony_tracking_frequency_ppms -5.0", "chrony_tracking_skew_ppms 0.25",
        "ntpd_error_bound_seconds 0.013", "ntpd_synchronized 1.0",
        #"chrony_sources_last_sample_offset_seconds{source_address="192.0.2.1",source_name="ntp.example"} -0.25"#,
        #"chrony_sources_last_sample_age_seconds{source_address="71.80.83.0",source_name="GPS"} 4294967295.0"#,
        #"chrony_sources_polling_interval_seconds{source_address="192.0.2.1",source_name="ntp.example"} 64.0"#,
        #"chrony_sources_reachability_ratio{source_address="192.0.2.1",source_name="ntp.example"} 0.875"#,
        #"chrony_sources_state_info{source_address="192.0.2.1",source_name="ntp.example",source_state="sync",source_mode="client"} 1.0"#,
        #"chrony_sources_state_info{source_address="71.80.83.0",source_name="GPS",source_state="unreach",source_mode="reference clock"} 1.0"#,
        #"chrony_sourcestats_frequency_ppms{source_address="192.0.2.1",source_name="ntp.example"} -1.0"#,
        #"ntpd_source_status{source_address="192.0.2.1",source_name="ntp.example",status="selected"} 1.0"#,
        "chrony_serverstats_ntp_packets_received_total 7.0", #"ntpd_ntp_sources{state="online"} 0.0"#,
    ])
    func `have the values and signs that dashboards know`(line: String) {
        #expect(Self.lines().contains(Substring(line)))
    }

    @Test func `of a clock that isn't synchronised bound nothing`() {
        let lines = Self.lines(MetricsSnapshot(tracking: TrackingReport(), trackingName: "", sources: []))
        #expect(lines.contains("ntpd_error_bound_seconds +Inf"))
        #expect(lines.contains("chrony_tracking_remote_reference 0.0"))
        #expect(lines.contains { $0.contains(#"tracking_address="::""#) })
        #expect(!lines.contains { $0.contains("chrony_sources_") || $0.contains("chrony_serverstats_") })
    }

    @Test(arguments: [(ClockUse.steered, "1.0"), (.leftAlone, "0.0"), (.forbidden, "0.0")])
    func `say whether the system's clock is steered, where the daemon says so`(use: ClockUse, value: String) {
        var snapshot = Self.snapshot
        snapshot.clockUse = use
        #expect(Self.lines(snapshot).contains("ntpd_steers_clock \(value)"))
        #expect(!Self.lines().contains { $0.contains("ntpd_steers_clock") })
    }

    @Test func `escape what a label can't hold`() {
        var snapshot = Self.snapshot
        snapshot.trackingName = "a\"b\\c\nd"
        #expect(Self.lines(snapshot).contains { $0.contains(#"tracking_name="a\"b\\c\nd""#) })
    }

    @Test func `come in whole families, each once`() {
        let lines = Self.lines()
        let types = lines.filter { $0.hasPrefix("# TYPE ") }
        #expect(Set(types).count == types.count)
        var family = ""
        for line in lines {
            if line.hasPrefix("# HELP ") { family = String(line.split(separator: " ")[2]) }
            #expect(
                line.hasPrefix("#") || line.hasPrefix(family + " ") || line.hasPrefix(family + "{"), "\(line)"
            )
        }
    }
}
