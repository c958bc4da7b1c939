// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
public import NTPCore

/// CLOCK_MONOTONIC: for timers.
public enum MonotonicClock {
    public static var now: MonotonicInstant {
        MonotonicInstant(nanoseconds: ntp_monotonic_now())
    }
}

/// CLOCK_MONOTONIC_RAW: the oscillator as it is, which nobody slews or steps. Stands still while the machine sleeps.
public enum RawClock {
    /// In nanoseconds since some moment before the start of the program.
    public static var now: Int64 {
        ntp_raw_now()
    }

    /// How long the machine has slept since its start, in nanoseconds, to a few microseconds.
    public static var timeAsleep: Int64 {
        ntp_time_asleep()
    }
}

/// CLOCK_REALTIME and CLOCK_MONOTONIC as nearly at one moment as they can be read.
public struct ClockPair: Hashable, Sendable {
    public let real: NTPDate
    /// The monotonic clock's reading before and after that; a program may be interrupted in between.
    public let earliest: MonotonicInstant
    public let latest: MonotonicInstant

    public init(real: NTPDate, earliest: MonotonicInstant, latest: MonotonicInstant) {
        self.real = real
        self.earliest = earliest
        self.latest = latest
    }

    public static var now: ClockPair {
        let earliest = MonotonicClock.now
        let real = RealtimeClock.now
        return ClockPair(real: real, earliest: earliest, latest: MonotonicClock.now)
    }
}

/// CLOCK_REALTIME: the local clock that the daemon serves and disciplines.
public enum RealtimeClock {
    public static var now: NTPDate {
        let time = ntp_realtime_now()
        return NTPDate(unixSeconds: time.seconds, nanoseconds: time.nanoseconds)
    }

    /// log₂ of the smallest step in which the clock is seen to advance, in seconds, rounded up.
    ///
    /// As a rule that is the time that a reading takes. A clock that stands still while it is read (a
    /// simulator's) has what the kernel calls its resolution, at most a microsecond: what the kernel tells is
    /// really that of its timers, 10 ms in places where readings are far finer.
    public static func measurePrecision() -> Int8 {
        // Enough that some pair of readings isn't interrupted; 100 take about 5 µs.
        let readings = 100
        var smallest = Int64.max
        var previous = ntp_realtime_now()
        for _ in 0..<readings {
            let next = ntp_realtime_now()
            let seconds = next.seconds &- previous.seconds
            let step = seconds &* 1_000_000_000 &+ next.nanoseconds &- previous.nanoseconds
            if step > 0 { smallest = min(smallest, step) }
            previous = next
        }
        return precision(ofNanoseconds: smallest == .max ? min(ntp_realtime_resolution(), 1_000) : smallest)
    }

    static func precision(ofNanoseconds step: Int64) -> Int8 {
        let seconds = Double(step) * 1e-9
        return Int8(clamping: seconds.significand > 1 ? seconds.exponent + 1 : seconds.exponent)
    }
}
