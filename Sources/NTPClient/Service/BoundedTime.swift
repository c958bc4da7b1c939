// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// How far a clock can be relied upon.
public enum ClockStanding: UInt8, Hashable, Sendable {
    /// Nobody vouches for it: before the first measurement, or when the servers contradict each other.
    case unsynchronized
    /// Servers answer, and agree.
    case synchronized
    /// No server answers any more; the bound grows by what the clock may drift.
    case freeRunning
    /// A virtual machine was moved, or restored: its clock may be anywhere. Told by `ErrorBoundClock` alone.
    case disrupted
}

/// A reading of a clock together with how wrong it can be.
///
/// True time is from `earliest` to `latest`. That rests on the servers: on the majority of them, where there are several.
public struct BoundedTime: Hashable, Sendable {
    /// The best estimate that never goes backwards.
    public let time: NTPClient.Instant
    /// In nanoseconds; the largest value stands for no bound.
    private let bound: Int64
    /// How far the bound can be relied upon.
    public let standing: ClockStanding

    /// - Parameter bound: In nanoseconds; infinite when there is none.
    @inline(__always)
    init(reading: Int64, bound: Double, standing: ClockStanding) {
        time = NTPClient.Instant(nanoseconds: reading)
        // One more than the part that is cut off.
        self.bound = bound < 9e18 ? Int64(bound) &+ 1 : .max
        self.standing = standing
    }

    /// The bound on the error of `time`; nil when there is none.
    public var maximumError: Duration? {
        bound == .max ? nil : .nanoseconds(bound)
    }

    /// True time is this or later. The distant past when there is no bound.
    public var earliest: NTPClient.Instant {
        NTPClient.Instant(nanoseconds: saturating(time.nanoseconds.subtractingReportingOverflow(bound), .min))
    }

    /// True time is this or earlier. The distant future when there is no bound.
    public var latest: NTPClient.Instant {
        NTPClient.Instant(nanoseconds: saturating(time.nanoseconds.addingReportingOverflow(bound), .max))
    }

    /// Whether an instant has passed for sure.
    public func isAfter(_ instant: NTPClient.Instant) -> Bool {
        earliest > instant
    }

    /// Whether an instant is yet to come for sure.
    public func isBefore(_ instant: NTPClient.Instant) -> Bool {
        latest < instant
    }

    private func saturating(_ sum: (partialValue: Int64, overflow: Bool), _ limit: Int64) -> Int64 {
        sum.overflow || bound == .max ? limit : sum.partialValue
    }
}
