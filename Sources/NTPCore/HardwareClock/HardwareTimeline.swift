// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What the local clock read when a network card's clock read something else: a straight line, good for a while.
public struct HardwareTimeline: Hashable, Sendable {
    /// What the hardware's clock read at one moment.
    public var hardware: NTPDate
    /// What the local clock read then.
    public var local: NTPDate
    /// The seconds of the local clock in one of the hardware's.
    public var rate: Double
    /// The bound on the error there, in seconds.
    public var bound: Double
    /// By how much the bound grows with each second to either side, in s/s.
    public var growth: Double

    public init(hardware: NTPDate, local: NTPDate, rate: Double, bound: Double, growth: Double) {
        self.hardware = hardware
        self.local = local
        self.rate = rate
        self.bound = bound
        self.growth = growth
    }

    /// What the local clock read when the hardware's read `stamp`.
    public func date(of stamp: NTPDate) -> NTPDate {
        local.advanced(by: stamp.seconds(since: hardware) * rate)
    }

    /// The bound on the error of that, in seconds.
    public func errorBound(at stamp: NTPDate) -> Double {
        bound + growth * stamp.seconds(since: hardware).magnitude
    }
}
