// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

/// What the clock is set to at the start, before anybody can be asked: -s.
enum RTCStart {
    /// Where the time comes from, for the log.
    enum Origin: String {
        case realTimeClock = "the real-time clock"
        case driftFile = "the time of the drift file"
    }

    /// - Parameters:
    ///   - reading: What the real-time clock shows at this moment; nil where there is none.
    ///   - driftFile: When the drift file was last written, shortly before the daemon ended; nil where there is none.
    ///   - now: What the system's clock reads at this moment.
    /// - Returns: Nil when the system's clock knows best.
    static func time(
        reading: NTPDate?, coefficients: RTCCoefficients?, driftFile: NTPDate?, now: NTPDate
    ) -> (time: NTPDate, origin: Origin)? {
        let time = reading.map { coefficients?.time(at: $0) ?? $0 }
        // Time has gone on since then: without a battery, both clocks may have begun in 1970.
        if let driftFile, driftFile > now, driftFile > time ?? driftFile.advanced(by: -1) {
            return (driftFile, .driftFile)
        }
        return time.map { ($0, .realTimeClock) }
    }
}

extension RealTimeClockConfiguration {
    /// Whether a file of `hwclock` says that the real-time clock keeps UTC; nil when it doesn't say.
    ///
    /// The third line of it is UTC or LOCAL.
    static func keepsUTC(adjtime text: String) -> Bool? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 3 else { return nil }
        switch lines[2].filter({ !$0.isWhitespace }) {
        case "UTC": return true
        case "LOCAL": return false
        default: return nil
        }
    }
}
