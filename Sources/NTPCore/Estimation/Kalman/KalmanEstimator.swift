// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A bank of Kalman filters of offset and frequency, in which the delay of a sample bounds its error.
///
/// A packet that queued longer than the quickest one may have spent all of that in one direction, so that the error
/// of its offset is anywhere within half of the excess. Samples with little excess are exact, others say little: this,
/// and a memory as long as the oscillator's wander allows, is what there is to be gained.
public struct KalmanEstimator: SourceEstimator {
    /// The first samples are taken in again with each new one, because the shortest delay isn't known yet.
    private static let replayed = 16
    /// Of so many samples the best one bounds the error of the estimate.
    private static let bounding = 8
    /// The `polltarget` of a configuration that says nothing.
    private static let usualTarget = 8
    /// What a clock is off by at the most, in s/s. A few samples leave more possible than there is.
    private static let largestSkew = 2000e-6
    /// One sample has no frequency; a clock isn't touched for it.
    private static let fewestSamples = 2

    private let options: EstimatorOptions
    private var path: PathDelay
    /// In its place where there is no path.
    private var scatter = SampleScatter()
    private var lean = QueueLean()
    private var leanRate = 0.0
    private var bank: HypothesisBank?
    private var state = OffsetState()
    private var wanderVariance = 0.0
    /// The time of `state`: that of the newest sample.
    private var time = FreeRunningTime(bits: 0)
    private var start = FreeRunningTime(bits: 0)
    private var count = 0
    /// The first samples while there are only those; then the latest, to bound the error by.
    private var recent: [Sample] = []

    public init(options: EstimatorOptions = EstimatorOptions()) {
        self.options = options
        path = PathDelay(known: options.minimumDelay)
    }

    public mutating func add(_ sample: Sample) {
        if count == 0 { start = sample.time }
        count += 1
        path.add(sample.delay, at: sample.time)
        scatter.add(sample)
        recent.append(sample)
        if count <= Self.replayed {
            replay()
        } else {
            recent.removeFirst(recent.count - Self.bounding)
            take(sample)
        }
        summarise()
        noteResidual(of: sample)
    }

    public mutating func stepped(by offset: NTPDuration) {
        for index in recent.indices { recent[index].stepped(by: offset) }
        path.stepped(by: offset)
        scatter.stepped(by: offset)
        bank?.stepped(by: offset.seconds)
        state.offset -= offset.seconds
        time = time + offset
        start = start + offset
    }

    public mutating func reset() {
        self = KalmanEstimator(options: options)
    }

    public var support: EstimateSupport {
        EstimateSupport(samples: count, runs: 0, span: count == 0 ? 0 : time.seconds(since: start))
    }

    private mutating func replay() {
        bank = nil
        for sample in recent { take(sample) }
    }

    private mutating func take(_ sample: Sample) {
        let hidden = path.hiddenExcess
        var (offset, excess) = (sample.offset, max(0, sample.delay - path.minimum))
        if let asymmetry = options.asymmetry {
            // What is known of where the excess was spent can't be an error any more.
            offset += asymmetry * excess
            excess *= 1 - 2 * asymmetry.magnitude
        }
        guard bank != nil else {
            bank = HypothesisBank(initialState(offset, of: sample, excess: excess + hidden))
            time = sample.time
            return
        }
        let observation = Observation(
            offset: offset, excess: excess, hiddenExcess: hidden, precision: sample.precision,
            dispersion: sample.dispersion, delay: sample.delay, delayVariance: path.variance, lean: leanRate,
            noise: options.hasPath ? nil : scatter.noise(of: sample))
        if let limit = options.maximumSamples, count > limit { bank?.forget(beyond: limit) }
        bank?.add(observation, elapsed: max(0, sample.time.seconds(since: time)))
        time = sample.time
    }

    private func initialState(_ offset: Double, of sample: Sample, excess: Double) -> OffsetState {
        OffsetState(
            offset: offset, frequency: options.frequency,
            offsetVariance: sample.precision * sample.precision
                + (options.hasPath ? excess * excess / 12 : scatter.variance),
            covariance: 0, frequencyVariance: options.frequencyDeviation * options.frequencyDeviation)
    }

    private mutating func summarise() {
        guard let summary = bank?.summary else { return }
        (state, wanderVariance) = summary
    }

    private mutating func noteResidual(of sample: Sample) {
        let residual = sample.offset - state.offset
        path.noteResidual(residual)
        guard count > Self.replayed, options.hasPath, options.asymmetry == nil else { return }
        lean.add(residual: residual, excess: max(0, sample.delay - path.minimum))
        leanRate = lean.rate(
            floor: path.hiddenExcess / 2 + state.offsetVariance.squareRoot() + sample.dispersion)
    }
}

extension KalmanEstimator {
    public func estimate(at time: FreeRunningTime) -> SourceEstimate? {
        if options.countsOneSample {
            return recent.last.map { SourceEstimate(single: $0, at: time, options: options) }
        }
        guard count >= Self.fewestSamples else { return nil }
        let predicted = predicted(at: time)
        let hidden = path.hiddenExcess
        let variance = predicted.offsetVariance * path.varianceInflation + hidden * hidden / 12
        let deviation = variance.squareRoot()
        let frequencyDeviation = predicted.frequencyVariance.squareRoot()
        // Few samples show little of their own spread, just as in a regression.
        let spread = frequencyDeviation * StudentQuantile.value(degreesOfFreedom: max(1, count - 2))
        let skew = max(frequencyDeviation, min(spread, Self.largestSkew))
        let best = boundingSample(at: time, skew: skew)
        return SourceEstimate(
            time: time, offset: predicted.offset, offsetDeviation: deviation,
            frequency: predicted.frequency, frequencyDeviation: frequencyDeviation,
            skew: skew, jitter: sampleDeviation, rootDelay: best.rootDelay + best.delay,
            rootDispersion: best.rootDispersion + deviation)
    }

    private func predicted(at time: FreeRunningTime) -> OffsetState {
        var predicted = state
        predicted.propagate(by: time.seconds(since: self.time), wanderVariance: wanderVariance)
        return predicted
    }

    /// The sample that leaves least room for error. Its dispersion holds all but the half of its delays.
    ///
    /// Whatever the statistics say, the truth was within half of its round trip when it was taken.
    private func boundingSample(at time: FreeRunningTime, skew: Double) -> Sample {
        var best = recent[recent.count - 1]
        var shortest = Double.infinity
        for sample in recent.suffix(Self.bounding) {
            let back = sample.time.seconds(since: self.time)
            let residual = (sample.offset - state.offset - state.frequency * back).magnitude
            let age = time.seconds(since: sample.time).magnitude * (skew + options.maximumClockError)
            let dispersion = residual + age + sample.dispersion + sample.rootDispersion
            let distance = (sample.delay + sample.rootDelay) / 2 + dispersion
            guard distance < shortest else { continue }
            shortest = distance
            best = sample
            best.rootDispersion = dispersion
        }
        return best
    }

    /// The standard deviation of the offset of a single sample, in seconds.
    private var sampleDeviation: Double {
        let precision = recent.last?.precision ?? 0
        let jitterVariance = options.hasPath ? path.jitter * path.jitter : noiseVariance
        return (jitterVariance + precision * precision).squareRoot()
    }

    /// What of the scatter is noise, as far as one can tell.
    private var noiseVariance: Double {
        guard let bank, let latest = recent.last else { return 0 }
        let levels = scatter.noise(of: latest)
        return bank.noiseWeights.enumerated().reduce(0) { $0 + $1.element * levels[$1.offset] }
    }

    /// By how much the poll interval may become longer with one sample: the more there are, the less each of them is
    /// needed.
    private func mostPatience(target: Int) -> Double {
        let target = Double(max(1, target))
        return max(0, (Double(count) / target - 1) / target)
    }

    /// Polls as rarely as a prediction over the interval is about as good as a sample.
    ///
    /// With a higher target it is asked over as many times the interval, which shortens that in proportion.
    public func pollAdjustment(at poll: PollInterval, target: Int) -> Double {
        let limit = 1.5 * sampleDeviation
        let intervals = Double(target) / Double(Self.usualTarget)
        for change in stride(from: 2, through: -8, by: -1) {
            let exponent = Int(poll.exponent) + change
            let interval = intervals * Double(sign: .plus, exponent: exponent, significand: 1)
            let variance = predicted(at: time.advanced(by: interval)).offsetVariance
            if variance <= limit * limit { return min(Double(change), mostPatience(target: target)) }
        }
        return -8
    }
}
