// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A line of rtc.log.
struct RTCLine {
    static let banner = "   Date (UTC) Time   RTC fast (s) Val   Est fast (s)   Slope (ppm)  Ns  Nr Meas"

    let text: String

    /// - Parameter model: With the measurement in it.
    init(_ measurement: RTCTracker.Measurement, _ model: RTCModel) {
        let gain = model.coefficients?.gain ?? 0
        let columns = [
            Text.timestamp(measurement.time), Text.fixed(measurement.ahead, decimals: 6, width: 14),
            model.coefficients == nil ? "0 " : "1 ",
            Text.fixed(measurement.foreseen ?? 0, decimals: 6, width: 14) + " ",
            Text.fixed(gain * 1e6, decimals: 3, width: 12) + " ", Text.padded(model.count, width: 2) + " ",
            Text.padded(model.runs, width: 2), Text.padded(Int(measurement.interval), width: 4),
        ]
        text = columns.joined(separator: " ")
    }
}
