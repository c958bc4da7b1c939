// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPSimulator
import Testing

@Suite struct `Queueing noise` {
    static func draw(_ noise: Noise, every interval: Double = 64, count: Int = 100_000) -> [Double] {
        var process = NoiseProcess(noise, generator: SeededGenerator(seed: 7))
        return (0..<count).map { process.next(at: TrueTime(seconds: interval * Double($0))) }
    }

    @Test(arguments: [
        Noise.none, .uniform(limit: 3e-3), .exponential(mean: 2e-3), .gamma(shape: 4, mean: 1e-3),
        .pareto(shape: 4, scale: 1e-3), .logNormal(median: 1e-3, sigma: 0.5),
        .correlated(mean: 1e-3, time: 300),
    ])
    func `has the mean that it says`(noise: Noise) {
        let interval = 1000.0  // Longer than any correlation.
        let moments = Moments(of: Self.draw(noise, every: interval))
        #expect((moments.mean - noise.mean).magnitude <= moments.tolerance * 1.1)
    }

    @Test func `never makes a packet faster`() {
        #expect(Self.draw(.correlated(mean: 1e-3, time: 300)).allSatisfy { $0 >= 0 })
    }

    @Test func `of a lasting queue is exponential as a whole`() {
        let values = Self.draw(.correlated(mean: 1e-3, time: 60), every: 1000)
        for (limit, probability) in [(0.105_361e-3, 0.1), (0.693_147e-3, 0.5), (2.302_585e-3, 0.9)] {
            let part = Variates.part(of: values, upTo: limit)
            #expect((part - probability).magnitude < Variates.tolerance(probability))
        }
    }

    @Test(arguments: [(30.0, 0.904_8), (300, 0.367_9), (600, 0.135_3)])
    func `of a lasting queue is correlated by e^(−t/time)`(interval: Double, expected: Double) {
        let values = Self.draw(.correlated(mean: 1, time: 300), every: interval)
        let moments = Moments(of: values)
        let products = zip(values, values.dropFirst()).map { ($0 - moments.mean) * ($1 - moments.mean) }
        let correlation = Moments(of: products).mean / moments.variance
        #expect((correlation - expected).magnitude < 0.05)
    }
}
