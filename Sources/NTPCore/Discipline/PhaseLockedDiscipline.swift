// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The hybrid phase- and frequency-locked loop of RFC 5905, section 11.3.
///
/// The phase-locked part lets an offset decay with a time constant, and changes the frequency by a small part of
/// each offset; the frequency-locked part, for long polls, by a part of the difference to the frequency that was
/// measured. All time constants are in proportion to the poll interval, to which the loop owes its stability.
public struct PhaseLockedDiscipline: ClockDiscipline {
    /// What can be tuned.
    public struct Options: Hashable, Sendable {
        /// Estimates whose frequency is more uncertain (by three standard deviations) don't change it, in s/s.
        public var maximumUpdateSkew = 1000e-6
        /// The time constant of the phase, in polls; that of the frequency is four times as long. RFC 5905 (PLL) has
        /// 16; with 4, as in the loop of the Linux kernel, what is left of an error of the frequency at the start is
        /// gone in one hour instead of four.
        public var loopGain = 4.0
        /// The averaging time beyond which wander matters more than noise, in seconds. RFC 5905 calls it ALLAN.
        public var allanIntercept = 2048.0
        /// How long the frequency is measured at the start before the loop is closed, in seconds. RFC 5905 WATCH.
        public var training = 900.0
        /// No oscillator is as far off: what is measured beyond is a server that steps, in s/s. RFC 5905 MAXFREQ.
        public var maximumFrequency = 500e-6
        /// Larger offsets aren't the loop's business: they would wind up its frequency. RFC 5905 STEPT.
        public var largestOffset = 0.128

        public init() {}
    }

    private enum State: Hashable, Sendable {
        /// The frequency is being measured, for so many seconds already, and the offset made up for meanwhile.
        case training(Double)
        case locked
    }

    public private(set) var frequency: Frequency
    public private(set) var skew: Double
    private var state = State.training(0)
    /// When the update before was; nil if the time since then means nothing.
    private var latest: FreeRunningTime?
    private let options: Options

    public init(frequency: Frequency, skew: Double, options: Options = Options()) {
        self.frequency = frequency
        self.skew = skew
        self.options = options
    }

    public mutating func update(with estimate: CombinedEstimate, clock: ClockState) -> Correction {
        let elapsed = latest.map { max(0, clock.time.seconds(since: $0)) } ?? 0
        latest = clock.time
        let offset = estimate.offset(at: clock.time) - clock.correction
        guard offset.magnitude <= options.largestOffset else {
            return begin(with: estimate, offset: offset)
        }
        if case .training(let time) = state {
            measureFrequency(by: estimate)
            let isCorrected = offset.magnitude < Self.noiseGate * estimate.offsetDeviation
            state = time + elapsed >= options.training && isCorrected ? .locked : .training(time + elapsed)
            return Correction(
                frequency: frequency, offset: offset, duration: min(elapsed, clock.poll.seconds))
        }
        frequency.ratio += phaseLocked(offset: offset, elapsed: elapsed, poll: clock.poll)
        frequency.ratio += frequencyLocked(to: estimate.frequency, elapsed: elapsed, poll: clock.poll)
        // The measurement bounds the error of what it measured, and the loop is somewhere near that.
        skew = estimate.skew + (estimate.frequency - frequency.ratio).magnitude
        // A line over the whole time constant, begun anew at each update, is an exponential decay.
        let timeConstant = options.loopGain * min(clock.poll.seconds, options.allanIntercept)
        return Correction(frequency: frequency, offset: offset, duration: timeConstant)
    }

    /// Starts from anew, with an offset that is slewed as fast as the clock may, or stepped.
    private mutating func begin(with estimate: CombinedEstimate, offset: Double) -> Correction {
        // Whatever made the clock wrong has made the frequency questionable as well.
        skew = max(skew, options.maximumUpdateSkew)
        measureFrequency(by: estimate)
        state = .training(0)
        // By the next update, a step may have moved the timescale.
        latest = nil
        return Correction(frequency: frequency, offset: offset, duration: 0)
    }

    /// Takes over the frequency as it was measured, if that is better than what was known.
    private mutating func measureFrequency(by estimate: CombinedEstimate) {
        guard 3 * estimate.frequencyDeviation <= options.maximumUpdateSkew, estimate.skew < skew,
            estimate.frequency.magnitude <= options.maximumFrequency
        else { return }
        frequency = Frequency(ratio: estimate.frequency)
        skew = estimate.skew
    }
}

extension PhaseLockedDiscipline {
    /// Offsets within so many of their deviations are noise. RFC 5905 PGATE.
    private static let noiseGate = 4.0
    /// The frequency-locked part averages over so many polls less the poll exponent, but over four at least.
    /// RFC 5905 calls these FLL and AVG.
    private static let frequencyAveraging = 18.0
    private static let leastAveraging = 4.0

    private func phaseLocked(offset: Double, elapsed: Double, poll: PollInterval) -> Double {
        let timeConstant = 4 * options.loopGain * poll.seconds
        return offset * min(elapsed, poll.seconds) / (timeConstant * timeConstant)
    }

    private func frequencyLocked(to measured: Double, elapsed: Double, poll: PollInterval) -> Double {
        guard poll.seconds >= options.allanIntercept / 2 else { return 0 }
        let polls = max(Self.leastAveraging, Self.frequencyAveraging - Double(poll.exponent))
        return (measured - frequency.ratio) * elapsed / (max(elapsed, options.allanIntercept) * polls)
    }
}
