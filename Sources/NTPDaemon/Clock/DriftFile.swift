// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Keeps the frequency that the oscillator needs from one run of the daemon to the next.
///
/// One line with two numbers in ppm, as chrony writes it, so that either program can take over from the other:
/// the rate at which the undisciplined clock gains time, and the bound on its error.
struct DriftFile {
    /// What an oscillator can't need: beyond it the file is damaged, or another machine's.
    private static let largestPPM = 100_000.0

    let path: String

    /// What the file holds; nil when there is none yet.
    func read() throws(DriftFileError) -> (frequency: Frequency, skew: Double)? {
        let text: String
        do throws(SystemError) {
            text = String(decoding: try FileReader.contents(of: path, limit: 4096), as: UTF8.self)
        } catch {
            if error.isNotFound { return nil }
            throw .unreadable(error)
        }
        guard let drift = Self.parse(text) else { throw .malformed(path: path, text: text) }
        return drift
    }

    /// Nil for what is no drift file.
    static func parse(_ text: String) -> (frequency: Frequency, skew: Double)? {
        let numbers = text.split(whereSeparator: \.isWhitespace).map { Double($0) }
        guard numbers.count == 2, let gain = numbers[0], let skew = numbers[1],
            gain.magnitude <= Self.largestPPM, 0...Self.largestPPM ~= skew
        else { return nil }
        // A clock that gains needs a negative frequency.
        return (Frequency(ppm: -gain), skew * 1e-6)
    }

    /// Replaces what the file holds; whatever happens meanwhile, either the old or the new is there.
    func write(frequency: Frequency, skew: Double) throws(SystemError) {
        let numbers = [-frequency.ppm, skew * 1e6].map { Text.fixed($0, decimals: 6, width: 20) }
        try AtomicFile.write(Array("\(numbers[0]) \(numbers[1])\n".utf8), to: path)
    }
}

/// Why a drift file can't be used.
enum DriftFileError: Error, CustomStringConvertible {
    case unreadable(SystemError)
    case malformed(path: String, text: String)

    var description: String {
        switch self {
        case .unreadable(let error):
            "\(error)"
        case .malformed(let path, let text):
            "drift file \(path) is ignored: found \(text.prefix(60).debugDescription), expected two numbers, "
                + "the frequency and its error bound in ppm, as in \"-12.345 0.042\""
        }
    }
}
