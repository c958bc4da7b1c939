// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `The state of offset and frequency` {
    private let start = OffsetState(
        offset: 1e-3, frequency: 5e-6, offsetVariance: 4e-6, covariance: 1e-9, frequencyVariance: 9e-12)

    private func expect(_ state: OffsetState, _ expected: OffsetState) {
        #expect(abs(state.offset / expected.offset - 1) < 1e-12)
        #expect(abs(state.frequency / expected.frequency - 1) < 1e-12)
        #expect(abs(state.offsetVariance / expected.offsetVariance - 1) < 1e-9)
        #expect(abs(state.covariance / expected.covariance - 1) < 1e-9)
        #expect(abs(state.frequencyVariance / expected.frequencyVariance - 1) < 1e-9)
    }

    /// Expected values by numpy: F x, and F P Fᵀ + Q with the covariance Q of an integrated random walk.
    @Test func `propagates as the matrices do`() {
        var state = start
        state.propagate(by: 64, wanderVariance: 1e-16)
        expect(
            state,
            OffsetState(
                offset: 1.32e-3, frequency: 5e-6, offsetVariance: 4.164872738133333e-6,
                covariance: 1.5762048e-9, frequencyVariance: 9.0064e-12))
    }

    /// Expected values by numpy: two rounds of prediction and of the gain K = P Hᵀ / S with H = (1 0).
    @Test func `is updated by normal noise as a Kalman filter is`() {
        var state = start
        let rounds = [(64.0, 1e-16, 1.6e-3, 2.5e-7), (512, 1e-14, 3e-3, 1e-6)]
        for (elapsed, wanderVariance, offset, variance) in rounds {
            state.propagate(by: elapsed, wanderVariance: wanderVariance)
            let innovationVariance = state.offsetVariance + variance
            state.update(
                slope: (offset - state.offset) / innovationVariance, curvature: 1 / innovationVariance)
        }
        expect(
            state,
            OffsetState(
                offset: 3.299724335918607e-3, frequency: 3.384604771187655e-6,
                offsetVariance: 7.492532947878486e-7, covariance: 1.435055932456154e-9,
                frequencyVariance: 5.350649562689047e-12))
    }

    @Test func `doesn't depend on how time is divided`() {
        var whole = start
        whole.propagate(by: 1000, wanderVariance: 1e-15)
        var parts = start
        for _ in 0..<10 { parts.propagate(by: 100, wanderVariance: 1e-15) }
        expect(parts, whole)
    }
}

@Suite struct `States that are merged` {
    private let states = [
        OffsetState(
            offset: 1e-6, frequency: 1e-6, offsetVariance: 1e-12, covariance: 2e-13, frequencyVariance: 4e-13),
        OffsetState(
            offset: 3e-6, frequency: -2e-6, offsetVariance: 4e-12, covariance: 0, frequencyVariance: 1e-12),
        OffsetState(
            offset: -1e-6, frequency: 4e-6, offsetVariance: 9e-12, covariance: -1e-12,
            frequencyVariance: 2e-12),
    ]
    private let weights = [0.5, 0.3, 0.2]

    /// Expected values by numpy: Σ w m and Σ w (C + (m − mean)(m − mean)ᵀ); however far they are from zero.
    @Test(arguments: [0, 1000])
    func `have the mean and covariance of the mixture`(distance: Double) {
        let states = states.map { state in
            var state = state
            state.offset += distance
            return state
        }
        var sum = MomentSum(around: states[0])
        for (state, weight) in zip(states, weights) { sum.add(state, weight: 10 * weight) }
        let merged = sum.result
        // At 1000 s, doubles are 1e-13 s apart.
        #expect(abs(merged.offset - distance - 1.2e-6) < 2e-13)
        #expect(abs(merged.frequency - 7e-7) < 1e-18)
        #expect(abs(merged.offsetVariance / 5.46e-12 - 1) < 1e-6)
        #expect(abs(merged.covariance / -3.04e-12 - 1) < 1e-6)
        #expect(abs(merged.frequencyVariance / 5.31e-12 - 1) < 1e-6)
        #expect(abs(sum.weight - 10) < 1e-12)
    }

    @Test func `keep a variance that rounding has eaten up`() {
        var sum = MomentSum(around: OffsetState())
        sum.add(OffsetState(offset: 1), weight: 1)
        #expect(sum.result.offsetVariance > 0)
        #expect(sum.result.frequencyVariance > 0)
    }
}
