// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// One measurement of a source as an estimator sees it: on the free-running timescale, in seconds.
public struct Sample: Hashable, Sendable, BitwiseCopyable {
    /// The middle of the exchange, by the free-running clock.
    public var time: FreeRunningTime
    /// The time by which the source was ahead of the free-running clock; positive means that clock is slow.
    public var offset: Double
    /// The round-trip time; never below the precision of the two clocks.
    public var delay: Double
    /// The error that the reading of the clocks may have added: precision, and skew over the exchange.
    public var dispersion: Double
    /// The precision alone. Skew makes a delay uncertain, but not an offset, which is that of the exchange's middle.
    public var precision: Double
    /// The source's own root delay and root dispersion, as its reply said.
    public var rootDelay: Double
    /// The source's dispersion to its primary source, in seconds.
    public var rootDispersion: Double

    public init(
        time: FreeRunningTime, offset: Double, delay: Double, dispersion: Double,
        rootDelay: Double = 0, rootDispersion: Double = 0, precision: Double? = nil
    ) {
        self.time = time
        self.offset = offset
        self.delay = delay
        self.dispersion = dispersion
        self.precision = precision ?? dispersion
        self.rootDelay = rootDelay
        self.rootDispersion = rootDispersion
    }

    /// The free-running clock was moved by so much (positive: forward).
    public mutating func stepped(by offset: NTPDuration) {
        time = time + offset
        self.offset -= offset.seconds
    }
}
