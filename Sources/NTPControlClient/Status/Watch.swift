// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl
package import NTPCore

/// The clock and its sources over time.
package struct Watch: Sendable {
    /// As many bars as fit beside the text on a narrow terminal.
    private static let historyLength = 60

    /// The corrections that remained at each look.
    private var corrections: [Double] = []

    package init() {}

    package mutating func note(_ tracking: TrackingReport) {
        corrections.append(tracking.remainingCorrection)
        if corrections.count > Self.historyLength { corrections.removeFirst() }
    }

    /// A screen for a terminal: as many lines and columns as it has.
    package func screen(
        _ snapshot: MetricsSnapshot, at date: NTPDate, endpoint: String, rows: Int, columns: Int
    ) -> String {
        let status = StatusPresentation(snapshot, at: date, endpoint: endpoint).text
        let largest = corrections.map(\.magnitude).max() ?? 0
        let history = "Correction    \(Sparkline.text(corrections))  up to \(Quantity.seconds(largest))"
        let parts = [Timestamp.text(date), history, SourcesPresentation(snapshot.sources).text, status]
        let lines = parts.joined(separator: "\n\n").split(separator: "\n", omittingEmptySubsequences: false)
        return lines.prefix(max(1, rows - 1)).map { $0.prefix(columns) }.joined(separator: "\n")
    }

    /// The names of the columns of `line(_:at:)`; begins with #, which plotting programs skip.
    package static let columnNames =
        "# time                synchronized  correction/s  error_bound/s  frequency/ppm  skew/ppm  used  sources"

    /// A line for programs and logs: SI units but for ppm; positive means the clock is slow.
    package static func line(_ snapshot: MetricsSnapshot, at date: NTPDate) -> String {
        let tracking = snapshot.tracking
        let used = snapshot.sources.count { SourceReason($0).verdict == .used }
        let cells = [
            Timestamp.format("%Y-%m-%dT%H:%M:%SZ", date.unixTime.seconds),
            tracking.isSynchronized ? "1" : "0",
            Quantity.scientific(tracking.remainingCorrection, decimals: 3),
            tracking.errorBound.map { Quantity.scientific($0, decimals: 3) } ?? "inf",
            Quantity.fixed(tracking.frequency.ppm, decimals: 3),
            Quantity.fixed(tracking.skew * 1e6, decimals: 3), "\(used)", "\(snapshot.sources.count)",
        ]
        let widths = [20, 14, 13, 14, 14, 9, 5, 8]
        return zip(cells, widths).map { cell, width in
            String(repeating: " ", count: max(0, width - cell.count)) + cell
        }.joined(separator: " ")
    }

    /// The same as an object in one line.
    package static func json(_ snapshot: MetricsSnapshot, at date: NTPDate) -> JSON {
        let tracking = TrackingPresentation(
            snapshot.tracking, name: snapshot.trackingName, clockUse: snapshot.clockUse
        ).json
        return .object([
            "time": .string(Timestamp.rfc3339(date)),
            "tracking": tracking,
            "sources": SourcesPresentation(snapshot.sources).json,
        ])
    }
}
