// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What is known about one source at one time, on the free-running timescale. In seconds and s/s.
public struct SourceEstimate: Hashable, Sendable {
    /// When that is.
    public var time: FreeRunningTime
    /// The time by which the source is ahead of the free-running clock, and its standard deviation.
    public var offset: Double
    /// The standard deviation of the offset, in seconds.
    public var offsetDeviation: Double
    /// The rate at which that offset grows, and its standard deviation: positive means the clock is too slow.
    public var frequency: Double
    /// The standard deviation of the frequency, in s/s.
    public var frequencyDeviation: Double
    /// The bound on the error of `frequency`.
    public var skew: Double
    /// The standard deviation of a single sample.
    public var jitter: Double
    /// The delay to the primary source: the source's own plus the round trip.
    public var rootDelay: Double
    /// The dispersion to the primary source at `time`; grows with the age of the samples.
    public var rootDispersion: Double

    public init(
        time: FreeRunningTime, offset: Double, offsetDeviation: Double,
        frequency: Double, frequencyDeviation: Double, skew: Double, jitter: Double,
        rootDelay: Double, rootDispersion: Double
    ) {
        self.time = time
        self.offset = offset
        self.offsetDeviation = offsetDeviation
        self.frequency = frequency
        self.frequencyDeviation = frequencyDeviation
        self.skew = skew
        self.jitter = jitter
        self.rootDelay = rootDelay
        self.rootDispersion = rootDispersion
    }

    /// The bound on the error of `offset`: the true offset lies within it if the source tells the truth.
    ///
    /// See RFC 5905, section 11.2.
    public var rootDistance: Double {
        rootDelay / 2 + rootDispersion
    }
}
