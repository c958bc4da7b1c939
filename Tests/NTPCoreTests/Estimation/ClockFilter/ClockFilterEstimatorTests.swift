// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `Clock filter estimator` {
    private let start = FreeRunningTime(bits: 1 << 70)

    /// Samples every 64 s of a source that gains nothing, which is known.
    private func estimator(_ values: [(offset: Double, delay: Double)]) -> ClockFilterEstimator {
        var options = EstimatorOptions()
        options.frequencyDeviation = 1e-12
        var estimator = ClockFilterEstimator(options: options)
        for (index, value) in values.enumerated() {
            estimator.add(sample(index, offset: value.offset, delay: value.delay))
        }
        return estimator
    }

    private func sample(_ index: Int, offset: Double, delay: Double) -> Sample {
        Sample(time: start.advanced(by: 64 * Double(index)), offset: offset, delay: delay, dispersion: 1e-7)
    }

    private func result(of estimator: ClockFilterEstimator, after samples: Int) -> SourceEstimate? {
        estimator.estimate(at: start.advanced(by: 64 * Double(samples - 1)))
    }

    @Test func `finds offset and frequency of a steady source`() throws {
        var world = SampledSource()
        var estimator = ClockFilterEstimator()
        for _ in 0..<100 { estimator.add(world.next()) }
        let estimate = try #require(estimator.estimate(at: world.time))
        #expect(abs(estimate.offset - world.offset) < 1e-3)
        #expect(abs(estimate.frequency - world.frequency) < 1e-6)
        #expect(abs(estimate.offset - world.offset) < estimate.rootDistance)
    }

    @Test func `says nothing before the third sample`() {
        let values = [(0.0, 1e-3), (0, 1e-3), (0, 1e-3)]
        #expect(result(of: estimator(values.dropLast()), after: 2) == nil)
        #expect(result(of: estimator(values), after: 3) != nil)
    }

    @Test func `believes the sample with the shortest delay`() throws {
        let estimator = estimator([(5e-3, 8e-3), (-3e-3, 5e-3), (1e-3, 1e-3), (2e-3, 4e-3)])
        let estimate = try #require(result(of: estimator, after: 4))
        #expect(abs(estimate.offset - 1e-3) < 1e-12)
        #expect(estimate.rootDelay == 1e-3)
    }

    /// When the shortest delay of all drops out of the register, the next best sample is older than it was.
    @Test func `goes back to no older sample than one that it has used`() throws {
        var values = [(offset: 1e-3, delay: 2e-3), (offset: 2e-3, delay: 1e-3)]
        values += Array(repeating: (offset: 3e-3, delay: 5e-3), count: 6)
        var estimator = estimator(values)
        estimator.add(sample(8, offset: 4e-3, delay: 4e-3))
        let kept = try #require(result(of: estimator, after: 9))
        #expect(abs(kept.offset - 2e-3) < 1e-12)
        estimator.add(sample(9, offset: 4e-3, delay: 3e-3))
        let fresh = try #require(result(of: estimator, after: 10))
        #expect(abs(fresh.offset - 4e-3) < 1e-12)
    }

    @Test func `leaves a spike out once`() throws {
        var estimator = estimator(Array(repeating: (offset: 0, delay: 2e-3), count: 8))
        estimator.add(sample(8, offset: 0.05, delay: 1e-3))
        #expect(abs(try #require(result(of: estimator, after: 9)).offset) < 1e-3)
        estimator.add(sample(9, offset: 0.05, delay: 1e-3))
        estimator.add(sample(10, offset: 0.05, delay: 0.9e-3))
        #expect(abs(try #require(result(of: estimator, after: 11)).offset - 0.05) < 1e-3)
    }

    /// A frequency of thousands of parts per million makes all samples spikes, and their jitter so large that no
    /// better one is ever believed.
    @Test func `gets over a frequency that it mismeasured`() throws {
        var estimator = ClockFilterEstimator()
        for index in 0..<4 { estimator.add(sample(index, offset: 0, delay: 2e-3)) }
        for index in 4..<60 { estimator.add(sample(index, offset: 0.93, delay: 1e-3)) }
        let estimate = try #require(result(of: estimator, after: 60))
        #expect(abs(estimate.offset - 0.93) < 1e-3)
        #expect(abs(estimate.frequency) < 1e-6)
    }

    @Test func `is moved by a step and otherwise unchanged`() throws {
        var world = SampledSource()
        var estimator = ClockFilterEstimator()
        for _ in 0..<20 { estimator.add(world.next()) }
        let before = try #require(estimator.estimate(at: world.time))
        let step = NTPDuration(saturating: 36)
        estimator.stepped(by: step)
        let after = try #require(estimator.estimate(at: world.time + step))
        #expect(abs(after.offset - (before.offset - 36)) < 1e-12)
        #expect(after.frequency == before.frequency)
        #expect(abs(after.rootDistance - before.rootDistance) < 1e-12)
    }

    @Test func `has forgotten all when it is reset`() {
        var estimator = estimator(Array(repeating: (offset: 0, delay: 2e-3), count: 8))
        estimator.reset()
        #expect(result(of: estimator, after: 8) == nil)
        #expect(estimator.support == EstimateSupport(samples: 0, runs: 0, span: 0))
    }

    @Test func `asks for longer polls while samples agree, and for shorter ones when they don't`() {
        let poll = PollInterval(exponent: 6)
        var values = (0..<12).map {
            (offset: $0.isMultiple(of: 2) ? 1e-4 : -1e-4, delay: 2e-3 - 1e-5 * Double($0))
        }
        #expect(estimator(values).pollAdjustment(at: poll, target: 8) == 6.0 / 30)
        values.append((offset: 0.05, delay: 1e-3))
        #expect(estimator(values).pollAdjustment(at: poll, target: 8) == -2 * 6.0 / 30)
    }
}
