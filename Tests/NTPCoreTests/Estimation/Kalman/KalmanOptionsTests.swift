// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `A Kalman estimator` {
    private func estimator(_ configure: (inout EstimatorOptions) -> Void) -> KalmanEstimator {
        var options = EstimatorOptions()
        configure(&options)
        return KalmanEstimator(options: options)
    }

    /// Requests alone queue, each delay exponential.
    private func errors(_ estimator: KalmanEstimator) throws -> Double {
        var estimator = estimator
        var generator = TestGenerator.stream(7)
        var sum = 0.0
        for round in 1...200 {
            let queue = 1e-3 * generator.exponential()
            let time = FreeRunningTime(bits: 0).advanced(by: Double(round) * 16)
            estimator.add(
                Sample(time: time, offset: queue / 2, delay: 2e-3 + queue, dispersion: 1e-7))
            guard round > 20, let estimate = estimator.estimate(at: time) else { continue }
            sum += estimate.offset.magnitude
        }
        return sum / 180
    }

    @Test func `is helped by knowing that requests alone queue`() throws {
        let informed = try errors(estimator { $0.asymmetry = -0.5 })
        let symmetric = try errors(estimator { $0.asymmetry = 0 })
        #expect(informed < symmetric / 2, "\(informed) against \(symmetric)")
        #expect(informed < 20e-6)
    }

    @Test func `is helped by knowing the shortest delay`() throws {
        let informed = try errors(
            estimator {
                $0.asymmetry = -0.5
                $0.minimumDelay = 2e-3
            })
        #expect(informed < 1e-6, "\(informed)")
    }

    @Test func `forgets what is beyond the samples that may count`() throws {
        /// How uncertain the offset by a calm oscillator stays.
        func deviation(_ configure: (inout EstimatorOptions) -> Void) throws -> Double {
            var world = SampledSource(seed: 3) { $0.wander = 1e-12 }
            var estimator = estimator(configure)
            for _ in 0..<200 { estimator.add(world.next()) }
            return try #require(estimator.estimate(at: world.time)).offsetDeviation
        }
        let long = try deviation { _ in }
        let short = try deviation { $0.maximumSamples = 8 }
        #expect(short > 2 * long, "\(short) against \(long)")
    }

    @Test(arguments: [(8, 0.0), (16, 0.125), (64, 0.875), (200, 2)])
    func `asks for longer polls by and by, the sooner the more samples there are`(
        samples: Int, change: Double
    ) {
        var world = SampledSource(seed: 2) { $0.jitter = 0.1 }
        let adjustment = world.estimator(samples: samples).pollAdjustment(
            at: PollInterval(exponent: 6), target: 8)
        #expect(adjustment == change)
    }

    @Test(arguments: [(4, 1.0), (8, 0.0), (16, -1.0), (32, -2.0)])
    func `asks for shorter polls in proportion to the target`(target: Int, change: Double) {
        var world = SampledSource(seed: 2) { $0.wander = 1e-7 }
        let estimator = world.estimator(samples: 200)
        let poll = PollInterval(exponent: 10)
        let usual = estimator.pollAdjustment(at: poll, target: 8)
        #expect(estimator.pollAdjustment(at: poll, target: target) == usual + change)
    }
}
