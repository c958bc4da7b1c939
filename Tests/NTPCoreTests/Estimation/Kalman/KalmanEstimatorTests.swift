// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `Kalman estimator` {
    @Test func `finds offset and frequency of a steady source`() throws {
        var world = SampledSource()
        let estimator = world.estimator(samples: 200)
        let estimate = try #require(estimator.estimate(at: world.time))
        #expect(abs(estimate.offset - world.offset) < 2e-4)
        #expect(abs(estimate.frequency - world.frequency) < 1e-7)
        #expect(estimate.offsetDeviation < 1e-4)
        // Far more than the error, because it might just have jumped.
        #expect(estimate.frequencyDeviation < 2e-6)
    }

    @Test func `says nothing before the second sample`() {
        var world = SampledSource()
        var estimator = world.estimator(samples: 1)
        #expect(estimator.estimate(at: world.time) == nil)
        estimator.add(world.next())
        #expect(estimator.estimate(at: world.time) != nil)
    }

    @Test func `starts from the frequency that it was told`() throws {
        var options = EstimatorOptions()
        options.frequency = 100e-6
        options.frequencyDeviation = 1e-7
        var estimator = KalmanEstimator(options: options)
        var world = SampledSource()
        for _ in 0..<2 { estimator.add(world.next()) }
        let estimate = try #require(estimator.estimate(at: world.time))
        #expect(abs(estimate.frequency - 100e-6) < 3e-7)
    }

    /// Each sample after the jump is 1.3 ms further away than it should be; queues make 1 ms of noise.
    @Test func `notices within four samples that the frequency has jumped by 20 ppm`() throws {
        var world = SampledSource()
        var estimator = world.estimator(samples: 200)
        world.frequency += 20e-6
        for _ in 0..<4 { estimator.add(world.next()) }
        let estimate = try #require(estimator.estimate(at: world.time))
        #expect(abs(estimate.frequency - world.frequency) < 7e-6)
        #expect(abs(estimate.offset - world.offset) < 1e-3)
    }

    @Test func `remembers longer when the oscillator is quieter`() throws {
        let deviations = try [1e-7, 1e-8, 1e-9].map { wander in
            var world = SampledSource { $0.wander = wander }
            return try #require(world.estimator(samples: 300).estimate(at: world.time)).offsetDeviation
        }
        #expect(deviations[0] > 1.3 * deviations[1])
        #expect(deviations[1] > 1.3 * deviations[2])
    }

    @Test func `is moved by a step and otherwise unchanged`() throws {
        var world = SampledSource()
        var estimator = world.estimator(samples: 20)
        let before = try #require(estimator.estimate(at: world.time))
        let step = NTPDuration(saturating: 36)
        estimator.stepped(by: step)
        let after = try #require(estimator.estimate(at: world.time + step))
        #expect(abs(after.offset - (before.offset - 36)) < 1e-12)
        #expect(after.frequency == before.frequency)
        #expect(after.offsetDeviation == before.offsetDeviation)
        #expect(abs(after.rootDistance - before.rootDistance) < 1e-12)
    }

    /// Before and after the first sixteen samples, which are taken in again and again.
    @Test(arguments: [5, 15, 16, 40])
    func `goes on after a step as if there had been none`(samples: Int) throws {
        var world = SampledSource()
        let estimator = world.estimator(samples: samples)
        var (steady, stepped) = (estimator, estimator)
        let step = NTPDuration(saturating: -36)
        stepped.stepped(by: step)
        for _ in 0..<10 {
            var sample = world.next()
            steady.add(sample)
            sample.stepped(by: step)
            stepped.add(sample)
        }
        let one = try #require(steady.estimate(at: world.time))
        let other = try #require(stepped.estimate(at: world.time + step))
        #expect(abs(other.offset - 36 - one.offset) < 1e-9)
        #expect(abs(other.frequency - one.frequency) < 1e-12)
    }

    @Test func `has forgotten all when it is reset`() {
        var world = SampledSource()
        var estimator = world.estimator(samples: 30)
        estimator.reset()
        #expect(estimator.estimate(at: world.time) == nil)
        #expect(estimator.support == EstimateSupport(samples: 0, runs: 0, span: 0))
    }

    @Test func `counts its samples and their span`() {
        var world = SampledSource()
        #expect(world.estimator(samples: 30).support == EstimateSupport(samples: 30, runs: 0, span: 29 * 64))
    }
}

@Suite struct `What a Kalman estimator claims` {
    /// How many of the errors after each of 300 samples, in each of ten worlds, are within the claim.
    private func coverage(
        of claim: (SourceEstimate) -> Double, _ configure: (inout SampledSource) -> Void = { _ in }
    ) throws -> Double {
        var covered = 0
        var count = 0
        for seed in 0..<10 as Range<UInt64> {
            var world = SampledSource(seed: seed, configure)
            var estimator = world.estimator(samples: 1)
            for _ in 0..<300 {
                estimator.add(world.next())
                let estimate = try #require(estimator.estimate(at: world.time))
                covered += abs(estimate.offset - world.offset) <= claim(estimate) ? 1 : 0
                count += 1
            }
        }
        return Double(covered) / Double(count)
    }

    @Test(arguments: [1e-11, 1e-9, 1e-7])
    func `is an error within three standard deviations in 98 of 100 cases`(wander: Double) throws {
        let coverage = try coverage(of: { 3 * $0.offsetDeviation }) { $0.wander = wander }
        #expect(coverage >= 0.98)
    }

    @Test(arguments: [1e-11, 1e-9, 1e-7])
    func `is a root distance that covers the error always`(wander: Double) throws {
        let coverage = try coverage(of: \.rootDistance) { $0.wander = wander }
        #expect(coverage == 1)
    }

    @Test func `is little more than half of the shortest delay`() throws {
        var world = SampledSource()
        let estimator = world.estimator(samples: 200)
        let estimate = try #require(estimator.estimate(at: world.time))
        #expect(1e-3...3e-3 ~= estimate.rootDistance)
    }

    @Test func `grows with the age of the samples`() throws {
        var world = SampledSource()
        let estimator = world.estimator(samples: 50)
        let now = try #require(estimator.estimate(at: world.time)).rootDistance
        let later = try #require(estimator.estimate(at: world.time.advanced(by: 1e5))).rootDistance
        #expect(later > now + 0.1)
    }
}

@Suite struct `The poll interval that a Kalman estimator asks for` {
    private let poll = PollInterval(exponent: 6)

    @Test func `is longer while predictions are as good as samples`() {
        var world = SampledSource()
        #expect(world.estimator(samples: 200).pollAdjustment(at: poll, target: 8) == 2)
    }

    @Test func `is shorter when the oscillator wanders faster than it is asked`() {
        var world = SampledSource {
            $0.wander = 1e-6
            $0.interval = 1024
        }
        #expect(world.estimator(samples: 100).pollAdjustment(at: PollInterval(exponent: 10), target: 8) < -1)
    }

    @Test func `is shorter after a jump`() {
        var world = SampledSource { $0.interval = 1024 }
        var estimator = world.estimator(samples: 100)
        let slow = PollInterval(exponent: 10)
        let before = estimator.pollAdjustment(at: slow, target: 8)
        world.frequency += 20e-6
        estimator.add(world.next())
        #expect(estimator.pollAdjustment(at: slow, target: 8) < min(0, before))
    }
}
