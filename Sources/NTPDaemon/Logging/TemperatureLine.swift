// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

/// A line of tempcomp.log.
struct TemperatureLine {
    static let banner = "   Date (UTC) Time        Temp.       Comp."

    let text: String

    init(temperature: Double, compensationPPM: Double, date: NTPDate) {
        let numbers = [temperature, compensationPPM].map { Text.scientific($0, decimals: 4, width: 11) }
        text = ([Text.timestamp(date)] + numbers).joined(separator: " ")
    }
}
