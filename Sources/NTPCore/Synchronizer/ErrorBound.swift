// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A bound on a clock's error, for those who can't ask again: it holds from its time on, growing, until the clock is
/// made to run otherwise.
public struct ErrorBound: Hashable, Sendable {
    /// In seconds.
    public var bound: Double
    /// By how much it grows, in s/s.
    public var growth: Double

    public init(bound: Double, growth: Double) {
        self.bound = bound
        self.growth = growth
    }
}

extension Synchronizer {
    /// The bound on the error of a clock to which `correction` is to be added for the time that the sources tell.
    ///
    /// Holds even if nobody ends the slew that makes the correction change: then the clock goes too far, at the same rate.
    ///
    /// - Parameters:
    ///   - date: What the clock reads that is disciplined.
    ///   - correction: In seconds; for the disciplined clock itself it is `pendingOffset(at:)`.
    ///   - rate: By how much the correction changes, in s/s.
    /// - Returns: Nil while nobody vouches for the clock.
    public func errorBound(at date: NTPDate, correction: Double, rate: Double) -> ErrorBound? {
        guard tracking.isSynchronized else { return nil }
        return ErrorBound(
            bound: tracking.rootDistance(at: date) + correction.magnitude,
            growth: tracking.dispersionRate + rate.magnitude)
    }

    /// Whether any source has answered one of the latest eight requests.
    public var isAnySourceReachable: Bool {
        sources.contains { $0.association.reach.isReachable }
    }
}
