// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A reading of a clock that nobody steps (CLOCK_MONOTONIC): the only thing timers may use.
///
/// Not convertible to or from `NTPDate`, so that a step of the system clock can never fire a timer.
public struct MonotonicInstant: InstantProtocol, Hashable, Sendable, BitwiseCopyable {
    /// Since some moment that is the same for all of a program's.
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The instant so much later; wraps after 292 years.
    public func advanced(by duration: Duration) -> Self {
        let (seconds, attoseconds) = duration.components
        return Self(nanoseconds: nanoseconds &+ seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000)
    }

    /// The instant that many seconds later; at most 200 years, so that a sum of two stays in range.
    public func advanced(by seconds: Double) -> Self {
        let limited = max(-6e9, min(6e9, seconds.isNaN ? 0 : seconds))
        return Self(nanoseconds: nanoseconds &+ Int64(limited * 1e9))
    }

    /// The time until another instant; positive when that one is later.
    public func duration(to other: Self) -> Duration {
        .nanoseconds(other.nanoseconds &- nanoseconds)
    }

    /// The time since another instant, in seconds; positive when that one is earlier.
    public func seconds(since other: Self) -> Double {
        Double(nanoseconds &- other.nanoseconds) * 1e-9
    }

    public static func < (a: Self, b: Self) -> Bool {
        a.nanoseconds < b.nanoseconds
    }
}
