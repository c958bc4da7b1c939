// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Foundation
import FoundationXML
import NTPCore
@testable import NTPSimulator
import Testing

@Suite struct `A plot` {
    static func svg(of scenario: Scenario, seed: UInt64 = 1) throws -> String {
        var simulation = Simulation(
            scenario, seed: seed, algorithm: LatestSample(), tracing: .every(seconds: 1))
        let plot = try #require(Plot(simulation.measure(), of: scenario, algorithm: "latest & best"))
        return plot.svg
    }

    @Test(arguments: ["base", "falsetickers", "stepped", "chain", "kissed", "swarm"])
    func `is well-formed and says what it shows`(name: String) throws {
        let scenario = try #require(Scenario(named: name, seed: 1)).with { $0.duration = 5_000 }
        let svg = try Self.svg(of: scenario)
        let document = try XMLDocument(xmlString: svg)
        #expect(document.rootElement()?.name == "svg")
        let texts = try document.nodes(forXPath: "//*[local-name()='text']").compactMap(\.stringValue)
        #expect(texts.contains(name))
        #expect(texts.contains { $0.contains("latest & best, seed 1") })
        #expect(texts.contains("true error") && texts.contains("claimed bound"))
    }

    @Test func `has numbers alone for coordinates`() throws {
        let svg = try Self.svg(of: Scenario.base.with { $0.duration = 3_000 })
        #expect(!svg.contains("nan") && !svg.contains("inf"))
    }

    @Test func `is the same each time`() throws {
        let scenario = Scenario.lan.with { $0.duration = 3_000 }
        #expect(try Self.svg(of: scenario) == Self.svg(of: scenario))
    }

    @Test func `needs a run that was recorded`() {
        let scenario = Scenario.base.with { $0.duration = 100 }
        var simulation = Simulation(scenario, seed: 1, algorithm: LatestSample())
        #expect(Plot(simulation.measure(), of: scenario, algorithm: "") == nil)
    }
}

@Suite struct `A scale` {
    @Test func `puts its ends at 0 and 1`() {
        for scale in [
            Scale.errors(upTo: 0.1, unit: 1e-4), .delays(1e-3...5e-3), .times(0...40_000, ticks: 8),
            .linear(-3...7, ticks: 4) { "\($0) \($1)" },
        ] {
            #expect(scale.position(of: scale.range.lowerBound) == 0)
            #expect(scale.position(of: scale.range.upperBound) == 1)
            #expect(scale.ticks.allSatisfy { scale.range.contains($0.value) })
        }
    }

    @Test func `of errors is symmetric`() {
        let scale = Scale.errors(upTo: 0.1, unit: 1e-4)
        #expect(scale.position(of: 0) == 0.5)
        #expect((scale.position(of: 3e-3) + scale.position(of: -3e-3) - 1).magnitude < 1e-12)
    }

    @Test(arguments: [(3_000.0, "50 min"), (40_000, "10 h"), (4_000_000, "45 d"), (60, "60 s")])
    func `of times uses the unit that fits`(duration: Double, last: String) {
        #expect(Scale.times(0...duration, ticks: 10).ticks.last?.label == last)
    }
}
