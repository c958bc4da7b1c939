// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

/// A line of refclocks.log: a reading, or the sample that the readings of a poll interval came to.
///
/// Offsets are, other than in most of chrony's files, those of the reference clock: positive for a local clock that is
/// slow.
struct ReferenceClockLine {
    static let banner =
        "   Date (UTC) Time         Refid  DP L P  Raw offset   Cooked offset      Disp."

    let text: String

    /// - Parameters:
    ///   - name: The reference ID.
    ///   - rawOffset: As the driver said it, in seconds.
    init(_ reading: TakenReading, rawOffset: Double, name: String, date: NTPDate) {
        let columns = [
            Self.timestamp(date), Text.padded(name, width: -5), Text.padded(reading.sequence, width: 3),
            reading.leap.symbol, reading.isPulse ? "1" : "0",
            Text.scientific(rawOffset, decimals: 6, width: 13),
            Text.scientific(reading.offset, decimals: 6, width: 13), Text.scientific(reading.dispersion),
        ]
        text = columns.joined(separator: " ")
    }

    /// A sample, with its offset to the time that was served then.
    init(_ sample: Sample, offset: Double, leap: LeapIndicator, name: String, date: NTPDate) {
        let columns = [
            Self.timestamp(date), Text.padded(name, width: -5), "  -", leap.symbol, "-", "      -      ",
            Text.scientific(offset, decimals: 6, width: 13), Text.scientific(sample.dispersion),
        ]
        text = columns.joined(separator: " ")
    }

    /// `2026-11-23 15:36:00.000123`.
    private static func timestamp(_ date: NTPDate) -> String {
        let microseconds = "\(date.unixTime.nanoseconds / 1000)"
        return Text.timestamp(date) + "." + String(repeating: "0", count: 6 - microseconds.count)
            + microseconds
    }
}
