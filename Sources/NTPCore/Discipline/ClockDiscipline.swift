// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Decides how the local clock is to be corrected, given what the sources say together.
public protocol ClockDiscipline: Sendable {
    /// Takes in a new combined estimate.
    ///
    /// - Parameters:
    ///   - estimate: What the selected sources say together.
    ///   - clock: How the local clock stands to the free-running one that the estimate is about.
    mutating func update(with estimate: CombinedEstimate, clock: ClockState) -> Correction
    /// The frequency that the oscillator needs for running true, without any slew on top.
    var frequency: Frequency { get }
    /// The bound on the error of `frequency`, in s/s.
    var skew: Double { get }
}

/// How the local clock stands to the free-running one at some time.
public struct ClockState: Hashable, Sendable {
    /// When that is.
    public var time: FreeRunningTime
    /// By how much the slews so far have moved the local clock ahead of the free-running one, in seconds.
    public var correction: Double
    /// The frequency at which the local clock runs now.
    public var frequency: Frequency
    /// The interval at which the system peer is asked: what the time constants of a loop are made of.
    public var poll: PollInterval

    public init(
        time: FreeRunningTime, correction: Double, frequency: Frequency,
        poll: PollInterval = PollInterval(exponent: 6)
    ) {
        self.time = time
        self.correction = correction
        self.frequency = frequency
        self.poll = poll
    }
}

/// What the selected sources say together, on the free-running timescale. In seconds and s/s.
public struct CombinedEstimate: Hashable, Sendable {
    /// When that is.
    public var time: FreeRunningTime
    /// The time by which the sources are ahead of the free-running clock, and its standard deviation.
    public var offset: Double
    /// The standard deviation of the offset, in seconds.
    public var offsetDeviation: Double
    /// The rate at which that offset grows, its standard deviation, and the bound on its error.
    public var frequency: Double
    /// The standard deviation of the frequency, in s/s.
    public var frequencyDeviation: Double
    /// The bound on the error of the frequency, in s/s.
    public var skew: Double

    public init(
        time: FreeRunningTime, offset: Double, offsetDeviation: Double,
        frequency: Double, frequencyDeviation: Double, skew: Double
    ) {
        self.time = time
        self.offset = offset
        self.offsetDeviation = offsetDeviation
        self.frequency = frequency
        self.frequencyDeviation = frequencyDeviation
        self.skew = skew
    }

    /// The free-running clock was moved by so much (positive: forward).
    public mutating func stepped(by offset: NTPDuration) {
        time = time + offset
        self.offset -= offset.seconds
    }

    /// The offset at another time, if the frequency holds.
    public func offset(at time: FreeRunningTime) -> Double {
        offset + frequency * time.seconds(since: self.time)
    }
}

/// What a discipline wants done.
public struct Correction: Hashable, Sendable {
    /// The frequency of the local clock while nothing is being slewed.
    public var frequency: Frequency
    /// The time by which the local clock is behind and which is to be made up for; positive: it must gain.
    public var offset: Double
    /// In how many seconds, when it is slewed.
    public var duration: Double

    public init(frequency: Frequency, offset: Double, duration: Double) {
        self.frequency = frequency
        self.offset = offset
        self.duration = duration
    }
}
