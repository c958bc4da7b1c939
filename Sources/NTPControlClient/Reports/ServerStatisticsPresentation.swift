// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl

/// What the daemon has done as a server.
package struct ServerStatisticsPresentation: TabularPresentation {
    let report: ServerStatisticsReport

    package init(_ report: ServerStatisticsReport) {
        self.report = report
    }

    /// In chronyc's order.
    private var counters: [(name: String, key: String, value: UInt64)] {
        [
            ("NTP requests", "ntp_hits", report.ntpHits),
            ("NTP requests dropped", "ntp_drops", report.ntpDrops),
            ("Control requests", "command_hits", report.commandHits),
            ("Control requests dropped", "command_drops", report.commandDrops),
            ("Client records dropped", "log_drops", report.logDrops),
            ("NTS-KE connections", "nke_hits", report.nkeHits),
            ("NTS-KE connections dropped", "nke_drops", report.nkeDrops),
            ("Authenticated NTP requests", "authenticated_hits", report.authenticatedHits),
            ("Interleaved NTP requests", "interleaved_hits", report.interleavedHits),
            ("Timestamps held", "held_timestamps", report.heldTimestamps),
        ]
    }

    private var timestampCounters: [(name: String, key: String, value: UInt64)] {
        guard let counts = report.timestamps else { return [] }
        return [
            ("Receive timestamps by the daemon", "daemon_receive_timestamps", counts.daemonReceive),
            ("Transmit timestamps by the daemon", "daemon_transmit_timestamps", counts.daemonTransmit),
            ("Receive timestamps by the kernel", "kernel_receive_timestamps", counts.kernelReceive),
            ("Transmit timestamps by the kernel", "kernel_transmit_timestamps", counts.kernelTransmit),
            ("Receive timestamps by hardware", "hardware_receive_timestamps", counts.hardwareReceive),
            ("Transmit timestamps by hardware", "hardware_transmit_timestamps", counts.hardwareTransmit),
        ]
    }

    package var text: String {
        let span = Quantity.age(Double(report.heldTimestampSpan))
        return Table.list(
            counters.map { ($0.name, "\($0.value)") } + [("Their span", span)]
                + timestampCounters.map { ($0.name, "\($0.value)") })
    }

    package var json: JSON {
        let members =
            counters.map { JSON.Member(key: $0.key, value: .integer($0.value)) }
            + [JSON.Member(key: "held_timestamp_span", value: .integer(report.heldTimestampSpan))]
            + timestampCounters.map { JSON.Member(key: $0.key, value: .integer($0.value)) }
        return .object(members)
    }

    package var csv: [[String]] {
        let values = counters.map(\.value) + [report.heldTimestampSpan] + timestampCounters.map(\.value)
        return [values.map { "\($0)" }]
    }
}
