// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

/// Notices when somebody else moves the system's clock: an operator, another daemon, a resume from suspend.
///
/// The monotonic clock is slewed together with the system's but never stepped, and stands still while the machine
/// sleeps; so the difference of the two changes by steps alone.
struct ClockWatch {
    /// Below this, in seconds, it may be the time between two readings of a program that was interrupted.
    static let smallestStep = 0.1

    private var real: NTPDate
    private var monotonic: MonotonicInstant

    init(real: NTPDate, monotonic: MonotonicInstant) {
        self.real = real
        self.monotonic = monotonic
    }

    /// Takes in readings of both clocks, as near to each other as can be.
    ///
    /// - Returns: By how much the clock has been moved since the readings before, in seconds, when that is more
    ///   than it takes to be interrupted.
    mutating func step(real: NTPDate, monotonic: MonotonicInstant) -> Double? {
        let step = real.seconds(since: self.real) - monotonic.seconds(since: self.monotonic)
        self.real = real
        self.monotonic = monotonic
        return step.magnitude >= Self.smallestStep ? step : nil
    }
}
