// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension MetricsSnapshot {
    var serverFamilies: [MetricFamily] {
        guard let server = serverStatistics else { return activityFamilies }
        return activityFamilies + Self.requestFamilies(server) + Self.heldFamilies(server)
            + (server.timestamps.map(Self.timestampFamilies) ?? [])
    }

    private var activityFamilies: [MetricFamily] {
        guard let activity else { return [] }
        var family = MetricFamily("ntpd_ntp_sources", help: "How many NTP sources are in which state.")
        let counts = [
            ("online", activity.online), ("offline", activity.offline),
            ("burst_then_online", activity.burstOnline), ("burst_then_offline", activity.burstOffline),
            ("unresolved", activity.unresolved),
        ]
        for (state, count) in counts {
            family.append(Double(count), labels: [MetricFamily.Label(name: "state", value: state)])
        }
        return [family]
    }

    private static func requestFamilies(_ server: ServerStatisticsReport) -> [MetricFamily] {
        [
            counter("ntp_packets_received_total", "NTP requests received.", server.ntpHits),
            counter("ntp_packets_dropped_total", "NTP requests dropped by the rate limit.", server.ntpDrops),
            counter("command_packets_received_total", "Control requests received.", server.commandHits),
            counter(
                "command_packets_dropped_total", "Control requests dropped by the rate limit.",
                server.commandDrops),
            counter("nts_ke_connections_accepted_total", "NTS-KE connections accepted.", server.nkeHits),
            counter(
                "nts_ke_connections_dropped_total", "NTS-KE connections dropped by the rate limit.",
                server.nkeDrops),
            counter(
                "client_log_records_dropped_total", "Clients forgotten to make room for others.",
                server.logDrops),
            counter(
                "authenticated_ntp_packets_total", "NTP requests that were authenticated.",
                server.authenticatedHits),
            counter(
                "interleaved_ntp_packets_total", "NTP requests in interleaved mode.", server.interleavedHits),
        ]
    }

    private static func heldFamilies(_ server: ServerStatisticsReport) -> [MetricFamily] {
        [
            MetricFamily(
                prefix + "ntp_timestamps_held", help: "Pairs of timestamps held for the interleaved mode.",
                value: Double(server.heldTimestamps)),
            MetricFamily(
                prefix + "ntp_timestamp_span_seconds", help: "The time that they span.",
                value: Double(server.heldTimestampSpan)),
        ]
    }

    private static func timestampFamilies(
        _ counts: ServerStatisticsReport.TimestampCounts
    ) -> [MetricFamily] {
        [
            counter(
                "ntp_daemon_rx_timestamps_total", "Replies with a receive timestamp by the daemon.",
                counts.daemonReceive),
            counter(
                "ntp_daemon_tx_timestamps_total", "Replies with a transmit timestamp by the daemon.",
                counts.daemonTransmit),
            counter(
                "ntp_kernel_rx_timestamps_total", "Replies with a receive timestamp by the kernel.",
                counts.kernelReceive),
            counter(
                "ntp_kernel_tx_timestamps_total", "Replies with a transmit timestamp by the kernel.",
                counts.kernelTransmit),
            counter(
                "ntp_hw_rx_timestamps_total", "Replies with a receive timestamp by hardware.",
                counts.hardwareReceive),
            counter(
                "ntp_hw_tx_timestamps_total", "Replies with a transmit timestamp by hardware.",
                counts.hardwareTransmit),
        ]
    }

    private static let prefix = "chrony_serverstats_"

    private static func counter(_ name: String, _ help: String, _ value: UInt64) -> MetricFamily {
        MetricFamily(prefix + name, .counter, help: help, value: Double(value))
    }
}
