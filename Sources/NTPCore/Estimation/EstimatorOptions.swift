// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What the configuration says about the estimation of one source.
public struct EstimatorOptions: Hashable, Sendable {
    /// The fewest samples that a fit is made with, once so many are there.
    public var minimumSamples = 6
    /// How many samples count at most; nil for as many as are of use.
    ///
    /// With 1 the frequency isn't estimated, and the first sample is enough for an estimate.
    public var maximumSamples: Int?
    /// The shortest delay that the path can have, in seconds; nil to estimate it.
    public var minimumDelay: Double?
    /// The share of a delay's excess that was spent on the way back rather than out, -0.5 to 0.5; nil to estimate it.
    ///
    /// At -0.5 only requests queue, at 0.5 only replies; at 0 either may.
    public var asymmetry: Double?
    /// Whether there is a path, so that delays tell something of the errors of offsets; not to a reference clock.
    public var hasPath = true
    /// The precision of the local clock, in seconds.
    public var precision = 0x1p-24
    /// The frequency error that any clock may have, in s/s.
    public var maximumClockError = 1e-6
    /// What the oscillator is likely to need, from a drift file, and its standard deviation, in s/s.
    public var frequency = 0.0
    /// The standard deviation of `frequency`, in s/s.
    public var frequencyDeviation = 2e-4

    public init() {}
}
