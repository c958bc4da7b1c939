// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore

/// A line of selection.log: what became of one source in a selection.
struct SelectionLine {
    static let banner =
        "   Date (UTC) Time     IP Address   S EOpts Reach Score Last sample  Low end   High end"

    let text: String

    init(_ source: SourceSnapshot, address: String, date: NTPDate) {
        let report = SelectionReport(source)
        let columns = [
            Text.timestamp(date), Text.padded(address, width: -15),
            String(UnicodeScalar(source.status.letter)), Self.letters(of: source.effectiveOptions),
            Text.padded(String(source.reach.bits, radix: 8), width: 4),
            Text.fixed(source.score, decimals: 2, width: 5), Text.scientific(source.sampleAge ?? 0),
            // Of the local clock's error, which turns the interval around.
            Text.scientific(0 - report.upperLimit), Text.scientific(0 - report.lowerLimit),
        ]
        text = columns.joined(separator: " ")
    }

    /// A letter or a dash for each option, and a dash that chrony keeps for another one.
    private static func letters(of options: SelectionOptions) -> String {
        let all: [(SelectionOptions, String)] = [
            (.noselect, "N"), (.prefer, "P"), (.trust, "T"), (.require, "R"),
        ]
        return all.map { options.contains($0.0) ? $0.1 : "-" }.joined() + "-"
    }
}
