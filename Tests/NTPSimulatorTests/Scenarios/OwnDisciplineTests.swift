// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSimulator
import Testing

/// What the documentation shows: a discipline of one's own, of parts that ship and one that doesn't.
struct Halving: SynchronizationAlgorithm {
    struct Discipline: ClockDiscipline {
        var frequency: Frequency
        var skew: Double

        mutating func update(with estimate: CombinedEstimate, clock: ClockState) -> Correction {
            frequency.ratio += (estimate.frequency - frequency.ratio) / 2
            skew = estimate.skew
            let offset = estimate.offset(at: clock.time) - clock.correction
            return Correction(frequency: frequency, offset: offset, duration: 16)
        }
    }

    func makeEstimator(options: EstimatorOptions) -> RegressionEstimator {
        RegressionEstimator(options: options)
    }
    func makeSelector() -> IntervalSelector { IntervalSelector() }
    func makeDiscipline(frequency: Frequency, skew: Double) -> Discipline {
        Discipline(frequency: frequency, skew: skew)
    }
    func combine(_ survivors: [SourceEstimate]) -> CombinedEstimate { Combiner.combine(survivors) }
}

@Suite struct `A discipline of one's own` {
    static var office: Scenario {
        let path = PathModel(delay: 1e-3, noise: .pareto(shape: 1.5, scale: 0.5e-3))
        let source = SourceModel(.server(ServerModel()), path: path)
        var scenario = Scenario("office", "a path with heavy tails", clients: [.steady(source)])
        scenario.clients[0].oscillator.thermal = .init(amplitude: 20e-9, period: 86_400)
        scenario.restingError = 1e-3
        return scenario
    }

    @Test(arguments: 1...3)
    func `stays within 150 µs and breaks no promise`(seed: UInt64) throws {
        var simulation = Simulation(Self.office, seed: seed, algorithm: Halving())
        let report = try simulation.run()
        #expect(report.subject.error.rms < 150e-6)
    }
}
