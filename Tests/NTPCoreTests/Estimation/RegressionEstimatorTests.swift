// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `Regression estimator` {
    private let start = FreeRunningTime(bits: NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0).bits)

    /// One sample each 64 s of a source that gains at `frequency`, with noise of a millisecond.
    private func samples(_ count: Int, frequency: (Int) -> Double, seed: UInt64 = 3) -> [Sample] {
        var generator = TestGenerator(seed: seed)
        var offset = 0.5
        return (0..<count).map { index in
            if index > 0 { offset += 64 * frequency(index) }
            let queueing = Double.random(in: 0...2e-3, using: &generator)
            let noise = Double.random(in: -0.5...0.5, using: &generator) * queueing
            return Sample(
                time: start.advanced(by: 64 * Double(index)), offset: offset + noise, delay: 1e-3 + queueing,
                dispersion: 1e-6, rootDelay: 0.01, rootDispersion: 0.002)
        }
    }

    private func estimator(of samples: [Sample]) -> RegressionEstimator {
        var estimator = RegressionEstimator()
        for sample in samples { estimator.add(sample) }
        return estimator
    }

    @Test func `finds offset and frequency of a steady source`() throws {
        let samples = samples(64) { _ in 5e-6 }
        let now = start.advanced(by: 64 * 64)
        let estimate = try #require(estimator(of: samples).estimate(at: now))
        #expect(abs(estimate.offset - (0.5 + 5e-6 * 64 * 64)) < 4 * estimate.offsetDeviation)
        #expect(abs(estimate.frequency - 5e-6) < estimate.skew)
        #expect(estimate.offsetDeviation < 2e-4)
    }

    @Test func `says nothing before the third sample`() {
        #expect(estimator(of: samples(2) { _ in 0 }).estimate(at: start) == nil)
        #expect(estimator(of: samples(3) { _ in 0 }).estimate(at: start) != nil)
    }

    @Test func `forgets what was before a change of frequency`() throws {
        let samples = samples(64) { $0 < 48 ? 0 : 20e-6 }
        let estimator = estimator(of: samples)
        let estimate = try #require(estimator.estimate(at: start.advanced(by: 64 * 63)))
        #expect(estimator.support.samples < 30)
        #expect(abs(estimate.frequency - 20e-6) < 3e-6)
    }

    @Test func `keeps its root distance above the error`() throws {
        for seed in 1...50 as ClosedRange<UInt64> {
            let samples = samples(40, frequency: { _ in 1e-6 }, seed: seed)
            let truth = 0.5 + 1e-6 * 64 * 39
            let estimate = try #require(
                estimator(of: samples).estimate(at: start.advanced(by: 64 * 39)))
            #expect(abs(estimate.offset - truth) < estimate.rootDistance)
        }
    }

    @Test func `is moved by a step and otherwise unchanged`() throws {
        var stepped = estimator(of: samples(20) { _ in 2e-6 })
        let now = start.advanced(by: 64 * 19)
        let before = try #require(stepped.estimate(at: now))
        let step = NTPDuration(saturating: 36)
        stepped.stepped(by: step)
        let after = try #require(stepped.estimate(at: now + step))
        #expect(abs(after.offset - (before.offset - 36)) < 1e-9)
        #expect(abs(after.frequency - before.frequency) < 1e-12)
    }

    @Test func `asks for a shorter poll when a sample surprises it`() throws {
        var samples = samples(20) { _ in 0 }
        var surprised = estimator(of: samples)
        let poll = PollInterval(exponent: 6)
        #expect(surprised.pollAdjustment(at: poll, target: 8) > 0)
        samples[19].time = start.advanced(by: 64 * 20)
        samples[19].offset += 0.1
        surprised.add(samples[19])
        #expect(surprised.pollAdjustment(at: poll, target: 8) < -3)
    }
}
