// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
@testable import NTPSimulator
import Testing

/// How well a clock has to do in a scenario, by the algorithm that is the default. Times in seconds.
struct Limit: Sendable, CustomTestStringConvertible {
    let name: String
    let rms: Double
    let maximum: Double
    let convergence: Int

    init(_ name: String, rms: Double, maximum: Double, convergence: Int) {
        self.name = name
        self.rms = rms
        self.maximum = maximum
        self.convergence = convergence
    }

    var testDescription: String { name }
}

@Suite struct `In each scenario the clock` {
    /// For one seed, with some room for another one. What the medians have to be, `ntpsim compare --check` checks.
    static let limits = [
        Limit("base", rms: 60e-6, maximum: 278e-6, convergence: 400),
        Limit("lan", rms: 4e-6, maximum: 19.6e-6, convergence: 200),
        Limit("jump", rms: 250e-6, maximum: 3.92e-3, convergence: 400),
        Limit("falsetickers", rms: 50e-6, maximum: 171e-6, convergence: 300),
        Limit("loss", rms: 110e-6, maximum: 500e-6, convergence: 800),
        Limit("defaults", rms: 400e-6, maximum: 1.41e-3, convergence: 150),

        Limit("jitter", rms: 4e-3, maximum: 10e-3, convergence: 200),
        Limit("asymmetric", rms: 2.2e-3, maximum: 2.5e-3, convergence: 300),
        Limit("downstream", rms: 100e-6, maximum: 300e-6, convergence: 500),
        Limit("gamma", rms: 150e-6, maximum: 400e-6, convergence: 300),
        Limit("pareto", rms: 60e-6, maximum: 200e-6, convergence: 300),
        Limit("lognormal", rms: 80e-6, maximum: 300e-6, convergence: 500),
        Limit("congestion", rms: 300e-6, maximum: 1.5e-3, convergence: 2000),
        Limit("routes", rms: 150e-6, maximum: 600e-6, convergence: 500),
        Limit("chaos", rms: 110e-6, maximum: 400e-6, convergence: 500),

        Limit("wander", rms: 500e-6, maximum: 3e-3, convergence: 300),
        Limit("whitenoise", rms: 15e-6, maximum: 80e-6, convergence: 8000),
        Limit("thermal", rms: 20e-6, maximum: 100e-6, convergence: 300),
        Limit("faroff", rms: 80e-6, maximum: 300e-6, convergence: 400),
        Limit("slewed", rms: 80e-6, maximum: 300e-6, convergence: 1500),
        Limit("stepped", rms: 100e-6, maximum: 400e-6, convergence: 400),
        Limit("suspended", rms: 100e-6, maximum: 400e-6, convergence: 400),
        Limit("era", rms: 60e-6, maximum: 278e-6, convergence: 400),
        Limit("leap", rms: 100e-6, maximum: 400e-6, convergence: 400),

        Limit("chain", rms: 80e-6, maximum: 300e-6, convergence: 1000),
        Limit("loop", rms: 2e-3, maximum: 5e-3, convergence: 300),
        Limit("silence", rms: 1e-3, maximum: 3e-3, convergence: 400),
        Limit("kissed", rms: 150e-6, maximum: 600e-6, convergence: 400),
        Limit("unsynchronized", rms: 150e-6, maximum: 800e-6, convergence: 400),
        Limit("wrongleap", rms: 60e-6, maximum: 250e-6, convergence: 300),
        Limit("turncoat", rms: 80e-6, maximum: 300e-6, convergence: 300),
    ]

    @Test(arguments: limits)
    func `stays within its limits and breaks no promise`(limit: Limit) throws {
        let scenario = try #require(Scenario(named: limit.name, seed: 1))
        var simulation = Simulation(scenario, seed: 1, algorithm: KalmanAlgorithm())
        let report = simulation.measure()
        #expect(report.subject.error.rms <= limit.rms)
        #expect(report.subject.error.maximum <= limit.maximum)
        #expect(try #require(report.subject.error.convergence) <= limit.convergence)
        #expect(report.violations.map(\.description) == [])
    }

    @Test func `can be asked 64 times a second`() {
        let scenario = Scenario.fastPolls.with {
            $0.duration = 60
            $0.settling = 20
        }
        var simulation = Simulation(scenario, seed: 1, algorithm: KalmanAlgorithm())
        let report = simulation.measure()
        #expect(report.subject.error.maximum < 2e-6)
        #expect(report.violations.map(\.description) == [])
    }

    @Test func `can be left alone for hours`() {
        let scenario = Scenario.slowPolls.with {
            $0.duration = 1_000_000; $0.settling = 500_000
        }
        var simulation = Simulation(scenario, seed: 1, algorithm: KalmanAlgorithm())
        let report = simulation.measure()
        #expect(report.subject.error.maximum < 20e-3)
        #expect(report.violations.map(\.description) == [])
    }

    @Test func `has limits wherever there is a name`() {
        let tested = limits.map(\.name) + ["fastpolls", "slowpolls"]
        #expect(Set(tested) == Set(Scenario.all.map(\.name)))
    }

    private var limits: [Limit] { Self.limits }
}

@Suite struct `The swarm` {
    @Test(arguments: 1...20)
    func `breaks no invariant`(seed: UInt64) throws {
        var simulation = Simulation(.swarm(seed: seed), seed: seed, algorithm: KalmanAlgorithm())
        _ = try simulation.run()
    }

    /// Two sources that contradict each other took turns and claimed too little (1017), which those behind took for
    /// a frequency (3508); an oscillator jumped while nobody answered (6757); a liar was let in by somebody who
    /// claimed little (9547).
    @Test(arguments: [1017, 3508, 6757, 9547])
    func `breaks no invariant where it once did`(seed: UInt64) throws {
        var simulation = Simulation(.swarm(seed: seed), seed: seed, algorithm: KalmanAlgorithm())
        _ = try simulation.run()
    }

    /// A server that stepped left a frequency of 4800 ppm behind.
    @Test func `breaks no invariant with a phase-locked loop where it once did`() throws {
        var simulation = Simulation(.swarm(seed: 60), seed: 60, algorithm: PhaseLockedAlgorithm())
        _ = try simulation.run()
    }

    @Test func `draws worlds of all kinds`() {
        let worlds = (1...200).map { Scenario.swarm(seed: $0) }
        func share(_ property: (Scenario) -> Bool) -> Double { Double(worlds.count(where: property)) / 200 }
        #expect(share { $0.clients.count > 1 } > 0.1)
        #expect(share { $0.leap != nil } > 0.04)
        #expect(share { !$0.clients[0].incidents.isEmpty } > 0.15)
        #expect(share { $0.clients[0].sources.contains { !$0.isAlwaysHonest } } > 0.3)
        #expect(share { $0.clients[0].sources.count == 1 } > 0.08)
        #expect(share { $0.clients[0].options.step == nil } > 0.2)
    }

    @Test func `leaves truechimers in the majority`() {
        for seed in 1...200 as ClosedRange<UInt64> {
            let sources = Scenario.swarm(seed: seed).clients[0].sources
            #expect(2 * sources.count { $0.isAlwaysHonest } > sources.count, "seed \(seed)")
        }
    }
}

@Suite struct `What a scenario is about` {
    static func run(_ scenario: Scenario) -> Report {
        var simulation = Simulation(
            scenario, seed: 1, algorithm: KalmanAlgorithm(), tracing: .every(seconds: 60))
        return simulation.measure()
    }

    @Test func `faroff is stepped once`() {
        #expect(Self.run(.farOff).subject.steps == 1)
    }

    @Test func `slewed is never stepped`() {
        #expect(Self.run(.slewed).subject.steps == 0)
    }

    @Test func `stepped is put right by one step back`() throws {
        let trace = try #require(Self.run(.stepped).subject.trace)
        #expect(trace.steps.count == 1)
        #expect((trace.steps[0].by - 1800).magnitude < 0.1)
    }

    @Test func `loss leaves half of the exchanges`() {
        let subject = Self.run(.loss).subject
        #expect((Double(subject.measurements) / Double(subject.requests) - 0.49).magnitude < 0.06)
    }

    @Test func `kissed is asked less`() {
        #expect(Self.run(.kissed).subject.requests < Self.run(.base).subject.requests - 20)
    }

    @Test func `silence gets no answers for three hours`() throws {
        let trace = try #require(Self.run(.silence).subject.trace)
        #expect(!trace.exchanges.contains { 12_001..<22_800 ~= $0.time })
    }

    @Test func `falsetickers has one error that stands and one that grows`() throws {
        let trace = try #require(Self.run(.falsetickers).subject.trace)
        let late = trace.exchanges.filter { $0.time > 39_000 }
        let standing = late.filter { $0.source == 3 }.map(\.error)
        let growing = late.filter { $0.source == 4 }.map(\.error)
        #expect(standing.allSatisfy { ($0 + 0.05).magnitude < 0.01 })
        #expect(growing.allSatisfy { ($0 + 0.395).magnitude < 0.015 })
    }
}
