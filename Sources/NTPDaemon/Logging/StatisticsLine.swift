// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

/// A line of statistics.log.
struct StatisticsLine {
    static let banner =
        "   Date (UTC) Time     IP Address    Std dev'n Est offset  Offset sd  "
        + "Diff freq   Est skew  Stress  Ns  Bs  Nr  Asym"

    let text: String

    /// - Parameter previous: The frequency of the estimate before, and the bound on its error.
    init(
        _ report: SourceSnapshot, estimate: SourceEstimate, previous: (frequency: Double, skew: Double)?,
        address: String, date: NTPDate
    ) {
        let stress = previous.map { (estimate.frequency - $0.frequency).magnitude / max($0.skew, 1e-15) } ?? 0
        let columns = [
            Text.timestamp(date), Text.padded(address, width: -15), Text.scientific(estimate.jitter),
            // Of the local clock to the source, which is the other way round.
            Text.scientific(0 - (report.foundOffset ?? 0)),
            Text.scientific(estimate.offsetDeviation),
            Text.scientific(0 - (report.foundFrequency ?? 0)), Text.scientific(estimate.skew),
            Text.scientific(stress, decimals: 1, width: 7), Text.padded(report.support.samples, width: 3),
            Text.padded(0, width: 3), Text.padded(report.support.runs, width: 3),
            Text.fixed(0, decimals: 2, width: 5),
        ]
        text = columns.joined(separator: " ")
    }
}
