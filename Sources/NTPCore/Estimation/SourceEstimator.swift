// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Turns the samples of one source into an estimate of its offset and frequency.
///
/// Works on the free-running timescale throughout: what the discipline does to the local clock never shows
/// here. Only a step does, because it moves that timescale too.
public protocol SourceEstimator: Sendable {
    /// Takes in a sample. Samples come in the order of their times.
    mutating func add(_ sample: Sample)
    /// The free-running clock was moved by so many seconds (positive: forward): offsets shrink by it.
    mutating func stepped(by offset: NTPDuration)
    /// Forgets all samples.
    mutating func reset()
    /// What is known about the source, extrapolated to `time`; nil as long as that is too little to be of use.
    func estimate(at time: FreeRunningTime) -> SourceEstimate?
    /// What the latest sample says about the poll interval, in powers of two: positive asks for a longer one.
    ///
    /// - Parameters:
    ///   - poll: The interval now.
    ///   - target: How many samples the estimate should rest upon.
    func pollAdjustment(at poll: PollInterval, target: Int) -> Double
    /// How many samples the estimate rests upon, and over which time they were taken, in seconds.
    var support: EstimateSupport { get }
}

/// What an estimate rests upon; for reports.
public struct EstimateSupport: Hashable, Sendable {
    /// How many samples the estimate rests upon.
    public var samples: Int
    /// The number of runs of residuals with the same sign; 0 where an algorithm doesn't count them.
    public var runs: Int
    /// From the first to the last sample, in seconds.
    public var span: Double

    public init(samples: Int, runs: Int, span: Double) {
        self.samples = samples
        self.runs = runs
        self.span = span
    }
}
