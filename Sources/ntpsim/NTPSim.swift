// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPCore
import NTPSimulator

@main
struct NTPSim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ntpsim", abstract: "Simulates clocks, networks and time servers.",
        subcommands: [Run.self])
}

struct Run: ParsableCommand {
    @Option var seed: UInt64 = 1

    func run() {
      for scenario in Scenario.compared {
        let start = ContinuousClock.now
        var rms: [Double] = [], max: [Double] = [], conv: [Int] = [], claim: [Double] = [], cover: [Double] = [], poll: [Double] = []
        for seed in seed..<seed + 20 {
            var simulation = Simulation(scenario, seed: seed, algorithm: RegressionAlgorithm())
            let report = simulation.measure()
            let error = report.subject.error
            rms.append(error.rms)
            max.append(error.maximum)
            conv.append(error.convergence ?? 99999)
            claim.append(error.meanClaim)
            cover.append(error.worstCoverage)
            poll.append(report.subject.meanPoll)
            for v in report.violations { print(v) }
        }
        func med<T: Comparable>(_ a: [T]) -> T { a.sorted()[a.count / 2] }
        print(scenario.name, med(rms), med(max), med(conv), med(claim), cover.max()!, med(poll), ContinuousClock.now - start)
      }
    }
}
