// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// How the local clock stands to true time: the one source for server replies, reports and kernel status.
public struct Tracking: Hashable, Sendable {
    /// What servers say of the next leap second; `unsynchronized`: nothing below is to be relied upon.
    public var leap: LeapIndicator
    /// 0 while unsynchronised, else one more than the system peer's.
    public var stratum: UInt8
    /// Whom the clock follows, as it is told to others.
    public var referenceID: ReferenceID
    /// The system peer; nil while unsynchronised, and for the local reference.
    public var source: SourceID?
    /// When the clock was last updated, by the local clock.
    public var referenceTime: NTPDate
    /// The offset that the latest update found in the time that was served until then, in seconds; positive means
    /// that it was slow. What was already being slewed is no part of it.
    public var lastOffset: Double
    /// The moving root mean square of those offsets, in seconds.
    public var rmsOffset: Double
    /// The standard deviation of the latest combined offset, in seconds.
    public var offsetDeviation: Double
    /// The frequency that the oscillator needs for running true; positive means it is slow by itself.
    public var frequency: Frequency
    /// What the latest update measured beyond that frequency, in s/s.
    public var residualFrequency: Double
    /// The bound on the error of the frequency, in s/s.
    public var skew: Double
    /// The delay to the primary source, in seconds.
    public var rootDelay: Double
    /// The dispersion to the primary source at `referenceTime`, in seconds.
    public var rootDispersion: Double
    /// By how much that dispersion grows, in s/s.
    public var dispersionRate: Double
    /// The time between the two latest updates, in seconds; 0 before the second.
    public var updateInterval: Double
    /// How many sources the latest update rests upon.
    public var combinedSources = 0
    /// What was left of the correction before when the latest update came, in seconds; positive: the clock was
    /// still to gain.
    public var remainingCorrection = 0.0
    /// The bound on the clock's error between the two latest updates, in seconds; 0 before the second.
    public var maximumError = 0.0

    /// A clock that nobody has vouched for. Root delay and dispersion are one second, as the field reports it.
    public static let unsynchronized = Tracking(
        leap: .unsynchronized, stratum: 0, referenceID: .unsynchronized, source: nil,
        referenceTime: NTPDate(bits: 0), lastOffset: 0, rmsOffset: 0, offsetDeviation: 0,
        frequency: .zero, residualFrequency: 0, skew: 0,
        rootDelay: 1, rootDispersion: 1, dispersionRate: 0, updateInterval: 0)

    public init(
        leap: LeapIndicator, stratum: UInt8, referenceID: ReferenceID, source: SourceID?,
        referenceTime: NTPDate, lastOffset: Double, rmsOffset: Double, offsetDeviation: Double,
        frequency: Frequency, residualFrequency: Double, skew: Double,
        rootDelay: Double, rootDispersion: Double, dispersionRate: Double, updateInterval: Double
    ) {
        self.leap = leap
        self.stratum = stratum
        self.referenceID = referenceID
        self.source = source
        self.referenceTime = referenceTime
        self.lastOffset = lastOffset
        self.rmsOffset = rmsOffset
        self.offsetDeviation = offsetDeviation
        self.frequency = frequency
        self.residualFrequency = residualFrequency
        self.skew = skew
        self.rootDelay = rootDelay
        self.rootDispersion = rootDispersion
        self.dispersionRate = dispersionRate
        self.updateInterval = updateInterval
    }

    /// Whether anybody vouches for the clock.
    public var isSynchronized: Bool {
        leap != .unsynchronized
    }

    /// The dispersion to the primary source when the local clock reads `date`, in seconds.
    public func rootDispersion(at date: NTPDate) -> Double {
        rootDispersion + max(0, date.seconds(since: referenceTime)) * dispersionRate
    }

    /// The bound on the local clock's error when it reads `date`, in seconds. See RFC 5905, section 11.2.
    public func rootDistance(at date: NTPDate) -> Double {
        rootDelay / 2 + rootDispersion(at: date)
    }
}
