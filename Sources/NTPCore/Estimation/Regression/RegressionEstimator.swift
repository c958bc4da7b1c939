// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A straight line through the samples of a source, as far back as they lie on one.
///
/// Samples with a longer delay weigh less. A runs test of the residuals decides how many samples are used:
/// when the oscillator has wandered, the oldest are dropped until the rest fits a line.
public struct RegressionEstimator: SourceEstimator {
    /// More samples than these make a fit no better for as long as oscillators wander.
    private static let capacity = 64

    private var window: SampleWindow
    private var fit: Fit?
    private let options: EstimatorOptions
    /// By how many powers of two the newest sample missed its bound; nil when it was within.
    private var surprise: Double?

    private struct Fit: Hashable, Sendable {
        /// Where x is zero: the time of the newest sample.
        var origin: FreeRunningTime
        var line: LeastSquares
        /// The bound on the error of the slope.
        var skew: Double
        var runs: Int
    }

    public init(options: EstimatorOptions = EstimatorOptions()) {
        self.options = options
        window = SampleWindow(capacity: min(Self.capacity, options.maximumSamples ?? .max))
    }

    public mutating func add(_ sample: Sample) {
        let predicted = fit.map { $0.line.intercept + $0.line.slope * sample.time.seconds(since: $0.origin) }
        window.append(sample)
        refit()
        surprise = surprise(of: sample, predicted: predicted)
    }

    public mutating func stepped(by offset: NTPDuration) {
        window.stepped(by: offset)
        refit()
    }

    public mutating func reset() {
        window.removeAll()
        fit = nil
        surprise = nil
    }

    public func estimate(at time: FreeRunningTime) -> SourceEstimate? {
        if options.countsOneSample {
            return window.newest.map { SourceEstimate(single: $0, at: time, options: options) }
        }
        guard let fit else { return nil }
        let age = time.seconds(since: fit.origin)
        let line = fit.line
        let offsetDeviation = line.interceptDeviation + line.slopeDeviation * age.magnitude
        let best = bestSample(at: time, fit: fit)
        return SourceEstimate(
            time: time, offset: line.intercept + line.slope * age, offsetDeviation: offsetDeviation,
            frequency: line.slope, frequencyDeviation: line.slopeDeviation, skew: fit.skew,
            jitter: max(line.deviation, options.precision),
            rootDelay: best.rootDelay + best.delay, rootDispersion: best.rootDispersion + offsetDeviation)
    }

    /// Longer while the line rests on many samples, shorter when it has few, or missed the newest one.
    public func pollAdjustment(at poll: PollInterval, target: Int) -> Double {
        if let surprise { return -surprise }
        let target = Double(target)
        let opinion = (Double(window.count) / target - 1) / target
        return opinion < 0 ? 2 * opinion : opinion
    }

    public var support: EstimateSupport {
        let span = window.used.first.flatMap { first in
            window.newest.map { $0.time.seconds(since: first.time) }
        }
        return EstimateSupport(samples: window.count, runs: fit?.runs ?? 0, span: span ?? 0)
    }

    /// The sample with the smallest bound on the error of an offset derived from it, with that error grown to `time`.
    ///
    /// The bound is one of the sample's own offset. The line passes it at some distance, which therefore counts too:
    /// after a wander the line may be outside the bounds of all recent samples.
    private func bestSample(at time: FreeRunningTime, fit: Fit) -> Sample {
        var best = window.used[window.used.startIndex]
        var shortest = Double.infinity
        for sample in window.used {
            let point = LeastSquares.Point(
                x: sample.time.seconds(since: fit.origin), y: sample.offset, relativeVariance: 1)
            let grown = time.seconds(since: sample.time).magnitude * fit.skew
            let dispersion =
                sample.rootDispersion + sample.dispersion + fit.line.residual(of: point).magnitude + grown
            let distance = (sample.rootDelay + sample.delay) / 2 + dispersion
            guard distance < shortest else { continue }
            shortest = distance
            best = sample
            best.rootDispersion = dispersion
        }
        return best
    }
}

extension RegressionEstimator {
    /// The bound on a frequency that hardly anything is known about; nobody's oscillator is as bad.
    private static let maximumSkew = 1.0
    private static let minimumSkew = 1e-12

    private mutating func refit() {
        fit = nil
        guard let newest = window.newest else { return }
        while window.count >= 3 {
            let points = weightedPoints(origin: newest.time)
            let used = points[window.start...]
            guard let line = LeastSquares(used) else { return }
            let runs = RunsTest.runs(in: points.map(line.residual))
            if RunsTest.rejects(runs: runs, of: points.count), window.count > max(3, options.minimumSamples) {
                window.dropOldest(1)
                continue
            }
            let quantile = StudentQuantile.value(degreesOfFreedom: used.count - 2)
            let skew = min(Self.maximumSkew, max(Self.minimumSkew, line.slopeDeviation * quantile))
            fit = Fit(
                origin: newest.time, line: line, skew: skew,
                runs: RunsTest.runs(in: used.map(line.residual)))
            return
        }
    }

    /// All samples, those out of use as well: what has a longer delay than the shortest weighs less.
    private func weightedPoints(origin: FreeRunningTime) -> [LeastSquares.Point] {
        let distances = window.used.map { $0.delay / 2 + $0.dispersion }.sorted()
        let shortestDelay = options.minimumDelay ?? window.used.lazy.map(\.delay).min() ?? 0
        let shortest = min(distances[0], options.minimumDelay.map { $0 / 2 } ?? .infinity)
        let median = distances[distances.count / 2]
        // 0.7 of a standard deviation lies between the minimum and the median of exponential delays.
        let deviation = max(options.precision, min(shortest, (median - shortest) / 0.7))
        return window.samples.map { sample in
            let excess = sample.delay / 2 + sample.dispersion - shortest - options.precision
            let factor = 1 + max(0, excess) / deviation
            return LeastSquares.Point(
                x: sample.time.seconds(since: origin),
                y: sample.offset + (options.asymmetry ?? 0) * max(0, sample.delay - shortestDelay),
                relativeVariance: factor * factor)
        }
    }

    private func surprise(of sample: Sample, predicted: Double?) -> Double? {
        let distance = sample.delay / 2 + sample.dispersion
        guard let predicted, distance > 0 else { return nil }
        let error = (sample.offset - predicted).magnitude
        return error > distance ? binaryLogarithm(of: error / distance) : nil
    }

    /// log₂ with the fraction taken as linear: at most 0.09 off, which is nothing for an opinion.
    private func binaryLogarithm(of value: Double) -> Double {
        guard value.isFinite, value > 0 else { return 0 }
        return Double(value.exponent) + value.significand - 1
    }
}
