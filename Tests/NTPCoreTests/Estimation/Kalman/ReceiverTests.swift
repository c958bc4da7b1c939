// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

/// A receiver whose errors are normal, and a local oscillator that wanders.
struct SampledReceiver {
    /// The standard deviation of a sample, in seconds, and what the sample says of itself.
    var noise = 1e-4
    var told = 1e-7
    var wander = 1e-9
    var interval = 16.0
    var offset = 0.1
    var frequency = 100e-6
    private var time = FreeRunningTime(bits: NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0).bits)
    private var generator = TestGenerator.stream(7)

    init(_ configure: (inout Self) -> Void = { _ in }) { configure(&self) }

    mutating func next() -> Sample {
        time = time.advanced(by: interval)
        let change = wander * interval.squareRoot() * generator.normal()
        offset += interval * (frequency + change / 2)
        frequency += change
        return Sample(
            time: time, offset: offset + noise * generator.normal(), delay: 1e-9, dispersion: told)
    }
}

@Suite struct `Kalman estimator of a reference clock` {
    private static var options: EstimatorOptions {
        var options = EstimatorOptions()
        options.hasPath = false
        return options
    }

    /// The root mean square of the estimated offset's error at the time of the latest sample, once settled; in seconds.
    private func error(of estimator: some SourceEstimator, by receiver: SampledReceiver) throws -> Double {
        var (estimator, receiver) = (estimator, receiver)
        var squares = 0.0
        for round in 0..<600 {
            let sample = receiver.next()
            estimator.add(sample)
            guard round >= 100 else { continue }
            let error = try #require(estimator.estimate(at: sample.time)).offset - receiver.offset
            squares += error * error
        }
        return (squares / 500).squareRoot()
    }

    private static let receivers = [
        SampledReceiver(),
        SampledReceiver { $0.interval = 64 },
        SampledReceiver { $0.told = 1e-4 },
        SampledReceiver { ($0.noise, $0.told, $0.interval) = (1e-6, 2e-6, 64) },
        SampledReceiver { ($0.noise, $0.told, $0.wander) = (1e-7, 1e-7, 1e-8) },
        SampledReceiver { ($0.noise, $0.told, $0.wander) = (1e-3, 1e-3, 1e-8) },
    ]

    @Test(arguments: receivers)
    func `is at least as good as a regression, whatever samples say of themselves`(receiver: SampledReceiver)
        throws
    {
        let ours = try error(of: KalmanEstimator(options: Self.options), by: receiver)
        let regression = try error(of: RegressionEstimator(options: Self.options), by: receiver)
        #expect(ours < regression && ours < receiver.noise, "\(ours) s, regression \(regression) s")
    }

    @Test func `tells the noise of a sample, not of what samples say`() throws {
        var receiver = SampledReceiver { $0.told = 1e-6 }
        var estimator = KalmanEstimator(options: Self.options)
        for _ in 0..<200 { estimator.add(receiver.next()) }
        let jitter = try #require(estimator.estimate(at: receiver.next().time)).jitter
        #expect(0.7e-4...1.4e-4 ~= jitter, "\(jitter) s")
    }

    @Test func `is moved by a quarter of a lone error at most`() throws {
        var receiver = SampledReceiver()
        var estimator = KalmanEstimator(options: Self.options)
        for _ in 0..<200 { estimator.add(receiver.next()) }
        var wrong = receiver.next()
        let before = try #require(estimator.estimate(at: wrong.time))
        wrong.offset += 20 * receiver.noise
        estimator.add(wrong)
        let after = try #require(estimator.estimate(at: wrong.time))
        #expect(abs(after.offset - before.offset) < 5 * receiver.noise, "\(after.offset - before.offset) s")
    }

    @Test func `bears a receiver that claims to be exact, and is`() throws {
        var receiver = SampledReceiver { ($0.noise, $0.told, $0.wander) = (0, 0, 0) }
        var estimator = KalmanEstimator(options: Self.options)
        for _ in 0..<50 { estimator.add(receiver.next()) }
        let estimate = try #require(estimator.estimate(at: receiver.next().time))
        #expect(abs(estimate.offset - receiver.offset) < 1e-9 && estimate.offsetDeviation.isFinite)
    }

    @Test func `follows a step of the receiver within a few samples`() throws {
        var receiver = SampledReceiver()
        var estimator = KalmanEstimator(options: Self.options)
        for _ in 0..<200 { estimator.add(receiver.next()) }
        receiver.offset += 0.5
        for _ in 0..<4 { estimator.add(receiver.next()) }
        let time = receiver.next().time
        let error = try #require(estimator.estimate(at: time)).offset - receiver.offset
        #expect(abs(error) < 4 * receiver.noise, "\(error) s")
    }
}

@Suite struct `Scatter of samples` {
    private func scatter(_ receiver: SampledReceiver, samples: Int = 200) -> SampleScatter {
        var (receiver, scatter) = (receiver, SampleScatter())
        for _ in 0..<samples { scatter.add(receiver.next()) }
        return scatter
    }

    @Test func `is that of white noise, whatever the frequency`() {
        for frequency in [0, 500e-6] {
            let deviation = scatter(SampledReceiver { $0.frequency = frequency }).variance.squareRoot()
            #expect(0.8e-4...1.2e-4 ~= deviation, "\(deviation) s")
        }
    }

    @Test func `is what a sample says of itself before there are others`() {
        #expect(scatter(SampledReceiver { $0.told = 0.25 }, samples: 1).variance == 0.0625)
    }

    @Test func `doesn't see a step of the local clock`() {
        var (receiver, scatter) = (SampledReceiver { $0.noise = 1e-6 }, SampleScatter())
        for _ in 0..<20 { scatter.add(receiver.next()) }
        let before = scatter.variance
        let step = NTPDuration(saturating: 1)
        scatter.stepped(by: step)
        var next = receiver.next()
        next.stepped(by: step)
        scatter.add(next)
        #expect(scatter.variance < 2 * before)
    }

    @Test func `leaves a quarter of itself and what a sample says as smaller levels`() {
        let noise = NoiseLevels(largest: 16, told: 0.25)
        #expect((0..<3).map { noise[$0] } == [16, 1, 0.25])
    }
}
