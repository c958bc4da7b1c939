// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSimulator
import Testing
@testable import ntpsim

@Suite struct `A comparison` {
    static func reports(seeds: Int = 3, _ scenario: Scenario = .base) -> [Report] {
        (1...seeds).map { Algorithm.kalman.measure(scenario.with { $0.duration = 15_000 }, seed: UInt64($0)) }
    }

    static func bar(
        rms: Double = 1, maximum: Double = 1, convergence: Int = 10_000, poll: Double = 0
    ) -> PublishedFigures {
        var bar = PublishedFigures(
            scenario: "base", rms: 1, maximum: maximum, convergence: convergence, rmsBar: rms)
        bar.pollBar = poll
        return bar
    }

    @Test func `takes the mean of the two in the middle`() {
        #expect(Summary.Spread([4, 1, 3, 10]).median == 3.5)
        #expect(Summary.Spread([4, 1, 10]).median == 4)
        #expect(Summary.Spread([4, 1, 10]).worst == 10)
    }

    @Test func `finds nothing missing where every bar is met`() {
        #expect(Summary(Self.reports()).misses(of: Self.bar()) == [])
    }

    @Test(arguments: [
        (bar(rms: 1e-6), "RMS"), (bar(maximum: 1e-6), "max"), (bar(convergence: 1), "convergence"),
        (bar(poll: 65), "polls"),
    ])
    func `names the bar that is missed`(bar: PublishedFigures, name: String) throws {
        let misses = Summary(Self.reports()).misses(of: bar)
        #expect(misses.count == 1)
        #expect(try #require(misses.first).hasPrefix("base: \(name)"))
    }

    @Test func `counts a clock that never converges as the slowest of all`() {
        let hopeless = Scenario.base.with { $0.convergenceBound = 1e-12 }
        let summary = Summary(Self.reports(seeds: 3, hopeless))
        #expect(summary.misses(of: Self.bar(convergence: .max)).count == 1)
    }

    @Test func `misses where an invariant is violated`() {
        let impossible = Scenario.base.with { $0.restingError = 1e-12 }
        let misses = Summary(Self.reports(seeds: 3, impossible)).misses(of: Self.bar())
        #expect(misses.count == 1)
        #expect(misses.contains { $0.contains("ntpsim run base --seed 1") })
    }

    @Test func `has figures for each scenario that it compares`() {
        #expect(PublishedFigures.all.map(\.scenario) == Scenario.compared.map(\.name))
    }

    @Test func `lines up its columns`() {
        var table = Table()
        table.add(["", "RMS"])
        table.add(["kalman", "1 µs"])
        #expect(table.text == "         RMS\nkalman  1 µs")
    }
}
