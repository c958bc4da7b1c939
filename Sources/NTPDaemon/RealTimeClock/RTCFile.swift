// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// What is known of the real-time clock, kept for the next start: `rtcfile`.
///
/// One line as chrony writes it: 1, a time in seconds since 1970, by how many seconds the real-time clock was ahead then,
/// and how much it gains in ppm.
struct RTCFile {
    /// What no real-time clock gains, in ppm, and is ahead by, in seconds: a thousandth, and ten years.
    private static let (largestGainPPM, largestOffset) = (1000.0, 3e8)

    let path: String

    /// What the file holds; nil when there is none yet.
    func read() throws(RTCFileError) -> RTCCoefficients? {
        let text: String
        do throws(SystemError) {
            text = String(decoding: try FileReader.contents(of: path, limit: 4096), as: UTF8.self)
        } catch {
            if error.isNotFound { return nil }
            throw RTCFileError("\(error)")
        }
        guard let coefficients = Self.parse(text) else {
            throw RTCFileError(
                "real-time clock file \(path) is ignored: found \(text.prefix(60).debugDescription), expected 1, "
                    + "a time, seconds and ppm, as in \"1 1800000000 -0.251000 -37.948\"")
        }
        return coefficients
    }

    static func parse(_ text: String) -> RTCCoefficients? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 4, words[0] == "1", text.hasSuffix("\n"), let reference = Int64(words[1]),
            0..<1 << 40 ~= reference, let ahead = Double(words[2]), ahead.magnitude <= largestOffset,
            let gainPPM = Double(words[3]), gainPPM.magnitude <= largestGainPPM
        else { return nil }
        return RTCCoefficients(
            reference: NTPDate(unixSeconds: reference, nanoseconds: 0), ahead: ahead, gain: gainPPM * 1e-6)
    }

    func write(_ coefficients: RTCCoefficients) throws(SystemError) {
        // The reference in whole seconds.
        let reference = coefficients.reference.unixTime.seconds
        let ahead = coefficients.ahead(at: NTPDate(unixSeconds: reference, nanoseconds: 0))
        let gain = Text.fixed(coefficients.gain * 1e6, decimals: 3)
        try AtomicFile.write(
            Array("1 \(reference) \(Text.fixed(ahead, decimals: 6)) \(gain)\n".utf8), to: path)
    }
}

/// Why a file of the real-time clock can't be used.
struct RTCFileError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
