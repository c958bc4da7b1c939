// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
@testable import NTPSimulator
import Testing

@Suite struct `A simulation` {
    static func run(
        _ scenario: Scenario, seed: UInt64 = 1, algorithm: some SynchronizationAlgorithm = LatestSample(),
        tracing: Tracing = .off
    ) -> Report {
        var simulation = Simulation(
            scenario.with { $0.duration = 5_000 }, seed: seed, algorithm: algorithm, tracing: tracing)
        return simulation.measure()
    }

    @Test(arguments: ["base", "falsetickers", "chaos", "chain", "swarm"])
    func `is the same to the last bit each time`(name: String) throws {
        let scenario = try #require(Scenario(named: name, seed: 8))
        #expect(Self.run(scenario) == Self.run(scenario))
    }

    @Test func `is another one for another seed`() {
        let digests = Set((1...50).map { Self.run(.base, seed: $0).digest })
        #expect(digests.count == 50)
    }

    /// A change of the simulator that changes what happens changes these numbers, and with them those of every
    /// seed that anybody wrote down.
    @Test(arguments: [
        ("base", 13_563_171_523_033_273_216 as UInt64), ("chaos", 3_540_455_602_328_091_436),
        ("congestion", 14_463_528_504_917_419_056),
    ])
    func `is the same on every machine`(name: String, digest: UInt64) throws {
        let scenario = try #require(Scenario(named: name, seed: 1))
        #expect(Self.run(scenario).digest == digest)
    }

    @Test func `is not disturbed by being recorded`() {
        #expect(Self.run(.base, tracing: .every(seconds: 10)).digest == Self.run(.base).digest)
    }

    @Test func `doesn't notice the end of the era`() {
        let before = Self.run(.base)
        let across = Self.run(
            .base.with { $0.start = NTPDate(unixSeconds: 2_085_978_496 - 2_500, nanoseconds: 0) })
        #expect(across.digest == before.digest)
    }

    @Test func `tries every algorithm on the same oscillator`() throws {
        func needs(_ algorithm: some SynchronizationAlgorithm) throws -> [Double] {
            let report = Self.run(.base, algorithm: algorithm, tracing: .every(seconds: 1))
            return try #require(report.subject.trace).points.map(\.neededFrequency)
        }
        #expect(try needs(LatestSample()) == needs(RegressionAlgorithm()))
    }

    @Test func `records what happened`() throws {
        let scenario = Scenario.base.with {
            $0.clients[0].options.step = StepPolicy(threshold: 0.05, limit: .always)
        }
        let report = Self.run(scenario, tracing: .every(seconds: 10))
        let trace = try #require(report.subject.trace)
        #expect(trace.points.count == 500)
        #expect(trace.exchanges.count == report.subject.measurements)
        let step = try #require(trace.steps.first)
        #expect((step.by + 0.1).magnitude < 0.01)
        // The measured errors scatter around the true one, by half the round trip at most.
        for exchange in trace.exchanges.dropFirst(2) {
            let point = try #require(trace.points.first { $0.time >= exchange.time })
            let error = (point.error.lowerBound + point.error.upperBound) / 2
            #expect((exchange.error - error).magnitude < exchange.delay / 2 + 0.02)
        }
    }
}
