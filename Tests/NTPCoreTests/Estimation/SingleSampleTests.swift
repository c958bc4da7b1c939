// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `An estimator that counts one sample` {
    private static let options = {
        var options = EstimatorOptions()
        options.maximumSamples = 1
        options.frequency = 30e-6
        return options
    }()

    private static let estimators: [StandardEstimator] = [
        .kalman(KalmanEstimator(options: options)), .regression(RegressionEstimator(options: options)),
        .pll(ClockFilterEstimator(options: options)),
    ]

    @Test(arguments: estimators)
    func `has an estimate with the first one, and keeps the frequency`(estimator: StandardEstimator) throws {
        var estimator = estimator
        var world = SampledSource { $0.jitter = 1e-5 }
        #expect(estimator.estimate(at: world.time) == nil)
        for _ in 0..<5 {
            let sample = world.next()
            estimator.add(sample)
            let estimate = try #require(estimator.estimate(at: sample.time))
            #expect(estimate.offset == sample.offset && estimate.frequency == 30e-6)
            #expect((estimate.offset - world.offset).magnitude < estimate.rootDistance)
        }
        // By the frequency that is known the clock goes wrong by 70 ppm.
        let later = world.time.advanced(by: 1000)
        let estimate = try #require(estimator.estimate(at: later))
        #expect((estimate.offset - world.offset - 0.1).magnitude < estimate.rootDistance)
    }
}
