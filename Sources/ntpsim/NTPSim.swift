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
        for seed in seed..<seed + 20 {
            var simulation = Simulation(.base, seed: seed, algorithm: RegressionAlgorithm())
            let start = ContinuousClock.now
            let report = simulation.run()
            let error = report.clients[0].error
            print(seed, error.rms, error.maximum, error.convergence ?? -1, error.meanClaim, error.worstCoverage, report.clients[0].meanPoll, report.clients[0].requests, String(report.digest, radix: 16), ContinuousClock.now - start)
        }
    }
}
