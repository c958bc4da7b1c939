// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl
import NTPCore

/// What is known about NTP sources from their latest replies.
package struct NTPDataPresentation: TabularPresentation {
    let sources: [Named<NTPDataReport>]

    package init(_ sources: [Named<NTPDataReport>]) {
        self.sources = sources
    }

    package var text: String {
        guard !sources.isEmpty else { return "There are no NTP sources." }
        return sources.map { source in
            "\(source.name)\n" + Table.list(Self.facts(source.report))
        }.joined(separator: "\n\n")
    }

    private static func facts(_ report: NTPDataReport) -> [(name: String, value: String)] {
        let addresses = [
            ("  Address", "\(report.remoteAddress), port \(report.remotePort)"),
            ("  Local address", report.localAddress == .unspecified ? "–" : "\(report.localAddress)"),
        ]
        let packets = [
            (
                "  Packets",
                "\(report.transmitted) sent, \(report.received) received, \(report.valid) valid, "
                    + "\(report.good) good"
            )
        ]
        guard report.mode != .reserved else { return addresses + packets + [("  Latest reply", "none")] }
        return addresses + packets + replyFacts(report) + measurementFacts(report)
    }

    private static func replyFacts(_ report: NTPDataReport) -> [(name: String, value: String)] {
        [
            ("  Stratum", "\(report.stratum)"),
            ("  Follows", report.stratum <= 1 ? report.referenceID.label : report.referenceID.description),
            ("  Last set", report.referenceTime.map(Timestamp.text) ?? "never"),
            ("  Leap second", report.leap.words),
            ("  Version, mode", "\(report.version), \(report.modeName.lowercased())"),
            ("  Poll interval", Quantity.interval(report.poll.seconds)),
            ("  Precision", Quantity.seconds(report.precisionSeconds)),
            ("  Root delay", Quantity.seconds(report.rootDelay)),
            ("  Root dispersion", Quantity.seconds(report.rootDispersion)),
        ]
    }

    private static func measurementFacts(_ report: NTPDataReport) -> [(name: String, value: String)] {
        let failed = report.passedTests.failedNames
        return [
            ("  Offset", Quantity.offset(report.offset)),
            ("  Delay", Quantity.seconds(report.delay)),
            ("  Dispersion", Quantity.seconds(report.dispersion)),
            ("  Response time", Quantity.seconds(report.responseTime)),
            ("  Jitter asymmetry", Quantity.fixed(report.jitterAsymmetry, decimals: 2)),
            ("  Tests", failed.isEmpty ? "all passed" : "failed: " + failed.joined(separator: ", ")),
            ("  Interleaved", report.isInterleaved ? "yes" : "no"),
            ("  Authenticated", report.isAuthenticated ? "yes" : "no"),
            (
                "  Timestamps",
                "transmit by \(report.transmitTimestamp.name), receive by \(report.receiveTimestamp.name)"
            ),
        ]
    }

    package var json: JSON {
        .array(sources.map { Self.json($0.name, $0.report) })
    }

    package var csv: [[String]] {
        sources.map { Self.row($0.report) }
    }
}

extension NTPDataReport {
    var precisionSeconds: Double {
        PollInterval(exponent: precision).seconds
    }

    var modeName: String {
        switch mode {
        case .symmetricActive: "Symmetric active"
        case .symmetricPassive: "Symmetric passive"
        case .server: "Server"
        default: "Invalid"
        }
    }
}

extension NTPDataReport.Tests {
    /// In the order of their numbers and letters.
    static let named: [(test: NTPDataReport.Tests, name: String)] = [
        (.duplicate, "duplicate"), (.bogus, "bogus"), (.invalid, "invalid"),
        (.authentication, "authentication"), (.unsynchronized, "unsynchronized"), (.header, "header"),
        (.delay, "delay"), (.delayRatio, "delay_ratio"), (.delayDeviationRatio, "delay_deviation_ratio"),
        (.loop, "loop"),
    ]

    var failedNames: [String] {
        Self.named.filter { !contains($0.test) }.map(\.name)
    }
}

extension Optional<TimestampSource> {
    var name: String {
        switch self {
        case .daemon: "daemon"
        case .kernel: "kernel"
        case .hardware: "hardware"
        case nil: "nobody"
        }
    }
}
