// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

/// A line of tracking.log.
struct TrackingLine {
    static let banner =
        "   Date (UTC) Time     IP Address   St   Freq ppm   Skew ppm     Offset L Co  "
        + "Offset sd Rem. corr. Root delay Root disp. Max. error"

    let text: String

    init(_ tracking: Tracking, address: String, date: NTPDate) {
        let columns = [
            Text.timestamp(date), Text.padded(address, width: -15), Text.padded(tracking.stratum, width: 2),
            // Of the local clock, which is the other way round than what it needs.
            Text.fixed(-tracking.frequency.ppm, decimals: 3, width: 10),
            Text.fixed(tracking.skew * 1e6, decimals: 3, width: 10), Text.scientific(-tracking.lastOffset),
            tracking.leap.symbol, Text.padded(tracking.combinedSources, width: 2),
            Text.scientific(tracking.offsetDeviation),
            Text.scientific(tracking.remainingCorrection), Text.scientific(tracking.rootDelay),
            Text.scientific(tracking.rootDispersion), Text.scientific(tracking.maximumError),
        ]
        text = columns.joined(separator: " ")
    }
}
