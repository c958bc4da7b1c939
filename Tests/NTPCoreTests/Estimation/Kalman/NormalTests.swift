// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `The normal distribution` {
    /// Expected values by scipy.stats.norm: pdf(x) and sf(x).
    static let expected: [(x: Double, density: Double, upperTail: Double)] = [
        (0, 0.3989422804014327, 0.5), (0.5, 0.35206532676429947, 0.3085375387259869),
        (1, 0.24197072451914337, 0.15865525393145707), (2, 0.05399096651318806, 0.022750131948179195),
        (3.5, 0.0008726826950457602, 0.00023262907903552502),
        (5, 1.4867195147342979e-06, 2.866515718791933e-07), (7, 9.134720408364595e-12, 1.279812543885835e-12),
    ]

    @Test(arguments: expected)
    func `has its density and upper tail`(x: Double, density: Double, upperTail: Double) {
        let computed = Normal.density(x)
        #expect(abs(computed / density - 1) < 1e-8)
        #expect(Normal.density(-x) == computed)
        #expect(abs(Normal.upperTail(x, density: computed) - upperTail) < 7.5e-8)
    }

    /// Far out an absolute error says little; there the tail is the density times what hardly changes.
    @Test func `has a tail that is right to a hundredth far out`() {
        let tail = Normal.upperTail(7, density: Normal.density(7))
        #expect(abs(tail / 1.279812543885835e-12 - 1) < 1e-2)
    }

    /// Expected values by numpy.exp.
    @Test(arguments: [
        (0, 1), (-1e-3, 0.999000499833375), (-0.34, 0.7117703227626097), (-0.35, 0.7046880897187134),
        (-1, 0.36787944117144233), (-10, 4.5399929762484854e-05), (-123.456, 2.4195825412645934e-54),
        (-600, 2.6503965530043108e-261),
    ])
    func `has an exponential function for what isn't positive`(x: Double, expected: Double) {
        #expect(abs(Normal.exponential(x) / expected - 1) < 1e-8)
    }

    @Test func `has no density where doubles end`() {
        #expect(Normal.exponential(-701) == 0)
        #expect(Normal.density(.infinity) == 0)
    }
}
