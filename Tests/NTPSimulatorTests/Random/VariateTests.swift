// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPSimulator
import Testing

/// Moments and quantiles of many variates against their exact values.
@Suite struct Variates {
    static let count = 100_000

    static func draw(_ variate: (inout SeededGenerator) -> Double) -> [Double] {
        var generator = SeededGenerator(seed: 2026)
        return (0..<count).map { _ in variate(&generator) }
    }

    /// The part of the values that lie at or below `limit`.
    static func part(of values: [Double], upTo limit: Double) -> Double {
        Double(values.count { $0 <= limit }) / Double(values.count)
    }

    /// Five standard deviations of the part of a fair sample that has this probability.
    static func tolerance(_ probability: Double) -> Double {
        5 * (probability * (1 - probability) / Double(count)).squareRoot()
    }

    @Test func `uniform ones have mean 1 in 2 and variance 1 in 12`() {
        let moments = Moments(of: Self.draw { $0.uniform() })
        #expect((moments.mean - 0.5).magnitude < moments.tolerance)
        #expect((moments.variance * 12 - 1).magnitude < 0.02)
    }

    @Test func `normal ones have mean 0, variance 1 and kurtosis 3`() {
        let values = Self.draw { $0.normal() }
        let moments = Moments(of: values)
        let fourth = Moments(of: values.map { $0 * $0 * $0 * $0 })
        #expect(moments.mean.magnitude < moments.tolerance)
        #expect((moments.variance - 1).magnitude < 0.03)
        #expect((fourth.mean - 3).magnitude < fourth.tolerance)
    }

    @Test(arguments: [(-1.0, 0.158_655), (0, 0.5), (1, 0.841_345), (2, 0.977_250)])
    func `normal ones have the normal distribution`(limit: Double, probability: Double) {
        let part = Self.part(of: Self.draw { $0.normal() }, upTo: limit)
        #expect((part - probability).magnitude < Self.tolerance(probability))
    }

    @Test func `normal ones are independent of their successors`() {
        let values = Self.draw { $0.normal() }
        let products = Moments(of: zip(values, values.dropFirst()).map { $0 * $1 })
        #expect(products.mean.magnitude < products.tolerance)
    }

    @Test(arguments: [(0.105_361, 0.1), (0.693_147, 0.5), (2.302_585, 0.9), (4.605_170, 0.99)])
    func `exponential ones have the exponential distribution`(limit: Double, probability: Double) {
        let part = Self.part(of: Self.draw { $0.exponential() }, upTo: limit)
        #expect((part - probability).magnitude < Self.tolerance(probability))
    }

    @Test(arguments: [0.3, 1, 2.5, 20])
    func `gamma ones have mean and variance equal to their shape`(shape: Double) {
        let moments = Moments(of: Self.draw { $0.gamma(shape: shape) })
        #expect((moments.mean - shape).magnitude < moments.tolerance)
        #expect((moments.variance / shape - 1).magnitude < 0.05)
    }

    @Test(arguments: [0.5, 1.5, 3])
    func `pareto ones exceed x with probability (1 + x)^−shape`(shape: Double) {
        let values = Self.draw { $0.pareto(shape: shape) }
        for limit in [0.1, 1, 10] {
            let probability = 1 - Elementary.exp(-shape * Elementary.log(1 + limit))
            let part = Self.part(of: values, upTo: limit)
            #expect((part - probability).magnitude < Self.tolerance(probability), "up to \(limit)")
        }
    }

    @Test func `log-normal ones have median 1 and the logarithm's deviation`() {
        let values = Self.draw { $0.logNormal(sigma: 1.5) }
        #expect((Self.part(of: values, upTo: 1) - 0.5).magnitude < Self.tolerance(0.5))
        let logarithms = Moments(of: values.map(Elementary.log))
        #expect((logarithms.variance.squareRoot() - 1.5).magnitude < 0.03)
    }
}
