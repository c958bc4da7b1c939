// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// The course of a run, for plots and for tests of single moments. Times in seconds from the start.
public struct Trace: Hashable, Sendable {
    /// The clock during one interval of the trace.
    public struct Point: Hashable, Sendable {
        /// The end of the interval.
        public var time: Double
        /// The range that the true error was in, in seconds.
        public var error: ClosedRange<Double>
        /// The bound on the error that the clock claimed at the end; nil while unsynchronised.
        public var claim: Double?
        /// The frequency that the oscillator needed for running true, and that it was thought to need.
        public var neededFrequency: Double
        /// What the discipline takes the oscillator's frequency for, in s/s.
        public var estimatedFrequency: Double
    }

    /// One measurement.
    public struct Exchange: Hashable, Sendable {
        /// True time, in seconds since the start.
        public var time: Double
        /// Which of the client's sources, by its index.
        public var source: Int
        /// The error of the clock that was measured; as all errors, positive when the clock is ahead.
        public var error: Double
        /// The round trip, in seconds.
        public var delay: Double
        /// Whether it went into the estimate.
        public var isAccepted: Bool
        /// The poll interval after it.
        public var poll: PollInterval
    }

    /// A step of the clock.
    public struct Step: Hashable, Sendable {
        /// True time, in seconds since the start.
        public var time: Double
        /// In seconds; positive: forward.
        public var by: Double
    }

    /// The clock's state at regular intervals.
    public internal(set) var points: [Point] = []
    /// Every measurement.
    public internal(set) var exchanges: [Exchange] = []
    /// Every step.
    public internal(set) var steps: [Step] = []
}

/// Makes a trace out of what is seen each second.
struct TraceRecorder: Hashable, Sendable {
    private(set) var trace = Trace()
    private let interval: Int64
    private var range: ClosedRange<Double>?

    /// - Parameter interval: How many seconds make a point.
    init(interval: Int) {
        self.interval = Int64(max(1, interval))
    }

    mutating func add(_ moment: SimulatedClock.Moment, claim: Double?, estimatedFrequency: Double) {
        let before = range ?? moment.error...moment.error
        let now = min(before.lowerBound, moment.error)...max(before.upperBound, moment.error)
        range = now
        guard moment.time.wholeSeconds % interval == 0 else { return }
        range = nil
        trace.points.append(
            Trace.Point(
                time: moment.time.seconds, error: now, claim: claim,
                neededFrequency: -moment.oscillatorFrequency, estimatedFrequency: estimatedFrequency))
    }

    mutating func add(_ exchange: Trace.Exchange) {
        trace.exchanges.append(exchange)
    }

    mutating func add(_ step: Trace.Step) {
        trace.steps.append(step)
    }
}
