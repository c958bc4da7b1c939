// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What the configuration says about the estimation of one source.
public struct EstimatorOptions: Hashable, Sendable {
    /// The fewest samples that a fit is made with, once so many are there.
    public var minimumSamples = 6
    public var maximumSamples = 64
    /// How many samples an estimate should rest upon; the poll interval moves to reach it.
    public var pollTarget = 8
    /// The precision of the local clock, in seconds.
    public var precision = 0x1p-24
    /// The frequency error that any clock may have, in s/s.
    public var maximumClockError = 1e-6
    /// What the oscillator is likely to need, from a drift file, and its standard deviation, in s/s.
    public var frequency = 0.0
    public var frequencyDeviation = 2e-4

    public init() {}
}
