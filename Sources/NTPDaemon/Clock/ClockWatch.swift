// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Notices when somebody else moves the system's clock: an operator, another daemon, a resume from suspend.
///
/// The monotonic clock is slewed together with the system's but never stepped, and stands still while the machine
/// sleeps; so the difference of the two changes by steps alone.
struct ClockWatch {
    /// In seconds; less than the error of a good measurement doesn't matter.
    static let smallestStep = 1e-3
    /// How often readings are repeated that an interruption has torn apart.
    private static let attempts = 4

    private var real: NTPDate
    private var monotonic: MonotonicInstant

    init() {
        let reading = Self.readClocks() ?? (RealtimeClock.now, MonotonicClock.now)
        self.init(real: reading.real, monotonic: reading.monotonic)
    }

    init(real: NTPDate, monotonic: MonotonicInstant) {
        self.real = real
        self.monotonic = monotonic
    }

    /// Readings of both clocks at one moment.
    ///
    /// - Returns: Nil for a program that is interrupted again and again; the next look finds the same step.
    static func readClocks(
        monotonic: () -> MonotonicInstant = { MonotonicClock.now },
        real: () -> NTPDate = { RealtimeClock.now }
    ) -> (real: NTPDate, monotonic: MonotonicInstant)? {
        var before = monotonic()
        for _ in 0..<attempts {
            let date = real()
            let after = monotonic()
            if after.seconds(since: before) < smallestStep / 4 { return (date, after) }
            before = after
        }
        return nil
    }

    /// Takes in readings of both clocks, as near to each other as can be.
    ///
    /// - Returns: By how much the clock has been moved since the readings before, in seconds, when that is more
    ///   than `smallestStep`.
    mutating func step(real: NTPDate, monotonic: MonotonicInstant) -> Double? {
        let step = real.seconds(since: self.real) - monotonic.seconds(since: self.monotonic)
        self.real = real
        self.monotonic = monotonic
        return step.magnitude >= Self.smallestStep ? step : nil
    }
}
