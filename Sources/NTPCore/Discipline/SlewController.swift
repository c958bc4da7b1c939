// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Makes up for an offset by running the clock faster or slower for a while.
struct SlewController: Hashable, Sendable {
    /// The shortest slew, in seconds: the timer that ends it may be some milliseconds late.
    private static let shortestDuration = 1.0

    /// The largest rate at which the clock is slewed, in s/s.
    var maximumRate: Double
    /// Whether the timers' clock is slewed as well, so that it takes longer or less than it says.
    let slewsTimers: Bool
    /// The frequency without any slew.
    private(set) var base: Frequency
    /// When the slew in progress is over; nil between slews.
    private(set) var end: MonotonicInstant?

    init(maximumRate: Double, base: Frequency, slewsTimers: Bool = false) {
        self.maximumRate = maximumRate
        self.slewsTimers = slewsTimers
        self.base = base
    }

    /// Starts a slew in place of the one in progress.
    ///
    /// - Returns: The frequency at which the clock has to run until `end`.
    mutating func begin(_ correction: Correction, now: MonotonicInstant) -> Frequency {
        base = correction.frequency
        let duration = max(
            Self.shortestDuration, correction.duration, correction.offset.magnitude / maximumRate)
        let frequency = Frequency(ratio: base.ratio + correction.offset / duration)
        end = now.advanced(by: slewsTimers ? duration * (1 + frequency.ratio) : duration)
        return frequency
    }

    /// Ends the slew in progress.
    ///
    /// - Returns: The frequency at which the clock has to run from now on.
    mutating func finish() -> Frequency {
        end = nil
        return base
    }
}
