// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

/// A line of measurements.log.
struct MeasurementLine {
    static let banner =
        "   Date (UTC) Time     IP Address   L St 123 567 ABCD  LP RP Score    Offset  "
        + "Peer del. Peer disp.  Root del. Root disp. Refid     MTxRx"

    let text: String

    /// Nil before the first reply.
    init?(_ report: SourceSnapshot, address: String, date: NTPDate) {
        guard let packet = report.packet else { return nil }
        let measurement = report.measurement
        let offset = measurement.map { report.measuredOffset ?? $0.offset }
        let columns = [
            Text.timestamp(date), Text.padded(address, width: -15), packet.leap.symbol,
            Text.padded(packet.stratum, width: 2), Self.digits(of: report.tests),
            Text.padded(report.poll.exponent, width: 3) + Text.padded(packet.poll.exponent, width: 3),
            Text.fixed(report.pollScore, decimals: 2, width: 4), Text.scientific(offset ?? 0),
            Text.scientific(measurement?.delay ?? 0),
            Text.scientific(report.measuredDispersion),
            Text.scientific(packet.rootDelay.seconds), Text.scientific(packet.rootDispersion.seconds),
            Text.hexadecimal(packet.referenceID.bits),
            "\(packet.mode.rawValue)\(measurement?.isInterleaved == true ? "I" : "B")",
            (measurement?.sentBy ?? .daemon).symbol, (measurement?.receivedBy ?? .daemon).symbol,
        ]
        text = columns.joined(separator: " ")
    }

    /// Three groups of tests: 1 for passed, 0 for failed.
    private static func digits(of tests: PacketTests) -> String {
        let groups: [[PacketTests]] = [
            [.notDuplicate, .originMatches, .timestampsSet],
            [.authenticated, .synchronized, .rootDistance],
            [.delay, .delayRatio, .delayDeviation, .notLooped],
        ]
        return groups.map { group in
            group.map { tests.contains($0) ? "1" : "0" }.joined()
        }.joined(separator: " ")
    }
}

extension LeapIndicator {
    /// N, + (a second more), - (one less) or ? (unsynchronised).
    var symbol: String {
        switch self {
        case .none: "N"
        case .insertSecond: "+"
        case .deleteSecond: "-"
        case .unsynchronized: "?"
        }
    }
}

extension TimestampSource {
    /// D (daemon), K (kernel) or H (hardware).
    var symbol: String {
        switch self {
        case .daemon: "D"
        case .kernel: "K"
        case .hardware: "H"
        }
    }
}
