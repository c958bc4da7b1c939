// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Reads the temperature of the oscillator now and then: `tempcomp`.
struct Thermometer {
    /// What no oscillator's temperature does to it, in ppm: the sensor is wrong, or the curve.
    private static let largestPPM = 10.0

    private let sensor: String
    private let interval: Double
    private let curve: TemperatureCurve
    /// When it is to be read next.
    private(set) var deadline: MonotonicInstant
    /// What was last said about it, so that it is said once.
    private var complaint: String?

    init(_ configuration: TemperatureCompensation, now: MonotonicInstant) throws(TemperatureError) {
        sensor = configuration.sensor
        // More often than it changes is no use, whatever the configuration says.
        interval = max(0.1, configuration.interval)
        curve = try TemperatureCurve(configuration.curve)
        deadline = now
    }

    enum Reading {
        /// What the sensor says, and what that does to the frequency, in ppm.
        case temperature(Double, compensationPPM: Double)
        /// To be told, unless it was already.
        case failure(String?)
    }

    mutating func read(now: MonotonicInstant) -> Reading {
        deadline = now.advanced(by: interval)
        do {
            let temperature = try temperature()
            let compensation = curve.compensation(at: temperature)
            guard compensation.magnitude <= Self.largestPPM else {
                throw TemperatureError(
                    "\(sensor): \(Text.fixed(temperature, decimals: 1)) would be a compensation of "
                        + "\(Text.fixed(compensation, decimals: 3)) ppm; expected at most \(Self.largestPPM.shortest)"
                )
            }
            complaint = nil
            return .temperature(temperature, compensationPPM: compensation)
        } catch {
            let text = "Temperature not compensated anew: \(error)"
            defer { complaint = text }
            return .failure(complaint == text ? nil : text)
        }
    }

    private func temperature() throws -> Double {
        let text = String(decoding: try FileReader.contents(of: sensor, limit: 4096), as: UTF8.self)
        guard let word = text.split(whereSeparator: \.isWhitespace).first, let number = Double(word),
            number.isFinite
        else { throw TemperatureError("\(sensor): the first word isn't a number") }
        return number
    }
}
