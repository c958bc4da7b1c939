// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The clock filter of RFC 5905: of the latest eight samples, the one with the shortest delay stands for the source.
///
/// Samples are of the free-running clock here, not of one that a loop keeps close to the source. What the oscillator
/// has done since a sample was taken is made up for by the frequency that was seen over the Allan intercept.
public struct ClockFilterEstimator: SourceEstimator {
    /// The averaging time beyond which wander matters more than noise, in seconds.
    static let allanIntercept = 2048.0
    /// With fewer samples the dispersion of the empty stages is beyond any use: four seconds with two.
    private static let fewestSamples = 3
    /// So many deviations are taken for a bound.
    private static let boundingDeviations = 3.0

    private let options: EstimatorOptions
    private var filter: ClockFilter
    private var baseline: FrequencyBaseline
    /// The sample that stands for the source.
    private var used: Sample?
    private var jitter = 0.0
    private var frequency: Double
    private var frequencyDeviation: Double
    private var pollOpinion = 0.0

    public init(options: EstimatorOptions = EstimatorOptions()) {
        self.options = options
        filter = ClockFilter(allanIntercept: Self.allanIntercept)
        baseline = FrequencyBaseline(length: Self.allanIntercept)
        frequency = options.frequency
        frequencyDeviation = options.frequencyDeviation
    }

    public mutating func add(_ sample: Sample) {
        let interval = filter.samples.last.map { sample.time.seconds(since: $0.time) } ?? 0
        filter.append(sample)
        let sorted = filter.sorted(at: sample.time)
        let usual = jitter
        jitter = max(options.precision, ClockFilter.jitter(of: sorted, frequency: frequency))
        pollOpinion = 0
        if isNew(sorted[0]) {
            let surprise = surprise(of: sorted[0])
            pollOpinion = opinion(isExpected: surprise < Self.pollGate * usual, interval: interval)
            if surprise <= Self.spikeGate * usual || !isWithinTwoPolls(sorted[0], interval: interval) {
                used = sorted[0]
                baseline.add(sorted[0].offset, at: sorted[0].time)
            }
        }
        measureFrequency(in: sorted)
    }

    public mutating func stepped(by offset: NTPDuration) {
        filter.stepped(by: offset)
        baseline.stepped(by: offset)
        used?.stepped(by: offset)
    }

    public mutating func reset() {
        self = ClockFilterEstimator(options: options)
    }

    public func estimate(at time: FreeRunningTime) -> SourceEstimate? {
        if options.countsOneSample {
            return filter.samples.last.map { SourceEstimate(single: $0, at: time, options: options) }
        }
        guard let used, filter.samples.count >= Self.fewestSamples else { return nil }
        let age = time.seconds(since: used.time)
        let drift = frequencyDeviation * age.magnitude
        let dispersion = ClockFilter.dispersion(
            of: filter.sorted(at: time), at: time, clockError: options.maximumClockError)
        return SourceEstimate(
            time: time, offset: used.offset + frequency * age,
            offsetDeviation: (jitter * jitter + drift * drift).squareRoot(),
            frequency: frequency, frequencyDeviation: frequencyDeviation,
            skew: Self.boundingDeviations * frequencyDeviation, jitter: jitter,
            rootDelay: used.rootDelay + used.delay,
            rootDispersion: used.rootDispersion + dispersion + jitter + Self.boundingDeviations * drift)
    }

    /// RFC 5905 knows no target.
    public func pollAdjustment(at poll: PollInterval, target: Int) -> Double {
        pollOpinion
    }

    public var support: EstimateSupport {
        let samples = filter.samples
        guard let first = samples.first, let last = samples.last else {
            return EstimateSupport(samples: 0, runs: 0, span: 0)
        }
        return EstimateSupport(samples: samples.count, runs: 0, span: last.time.seconds(since: first.time))
    }
}

extension ClockFilterEstimator {
    /// Offsets that differ by so many times the jitter are spikes, or reasons to ask more often. RFC 5905 calls
    /// these SGATE and PGATE.
    private static let spikeGate = 3.0
    private static let pollGate = 4.0
    /// What the poll exponents of agreeing samples have to add up to for a longer interval. RFC 5905 LIMIT.
    private static let pollLimit = 30.0

    /// A sample is used once, and none that is older than another one that was.
    private func isNew(_ sample: Sample) -> Bool {
        used.map { sample.time > $0.time } ?? true
    }

    /// By how much a sample is off what those before it say, in seconds.
    private func surprise(of sample: Sample) -> Double {
        guard let used else { return 0 }
        let elapsed = sample.time.seconds(since: used.time)
        return (sample.offset - used.offset - frequency * elapsed).magnitude
    }

    /// A spike is left out once; when the next sample is as far off, something has happened.
    private func isWithinTwoPolls(_ sample: Sample, interval: Double) -> Bool {
        guard let used, filter.isFull else { return false }
        return sample.time.seconds(since: used.time) < 2 * interval
    }

    /// Slowly up while the offsets are within the jitter, twice as fast down when they aren't.
    private func opinion(isExpected: Bool, interval: Double) -> Double {
        guard filter.isFull, interval > 0 else { return 0 }
        let step = Double(max(1, interval.exponent)) / Self.pollLimit
        return isExpected ? step : -2 * step
    }

    private mutating func measureFrequency(in sorted: [Sample]) {
        var span = baseline.span
        var measured = baseline.frequency
        // At the start the baseline is short, or not there at all while the first sample is the best one.
        if let slope = ClockFilter.slope(of: sorted), slope.span > span {
            (measured, span) = (slope.frequency, slope.span)
        }
        guard let measured else { return }
        // Until the register is full its jitter is luck; the delay bounds the error in any case.
        let error = filter.isFull ? jitter : max(jitter, sorted[0].delay / 4)
        let deviation = error * 2.0.squareRoot() / span
        // An old measurement must not stay when newer ones are bad: the jitter may be so large because it is wrong.
        let isMeasured = deviation < options.frequencyDeviation
        frequency = isMeasured ? measured : options.frequency
        frequencyDeviation = isMeasured ? deviation : options.frequencyDeviation
    }
}
