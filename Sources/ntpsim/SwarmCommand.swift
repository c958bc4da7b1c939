// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import Glibc
import NTPCore
import NTPSimulator

struct Swarm: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run scenarios drawn from many seeds until an invariant is violated.",
        discussion: "Prints the command that reproduces a violation, and exits with 1 after the first.")

    @Option(help: "How many seeds to try.")
    var seeds: UInt64 = 1000

    @Option(help: "The first of them.")
    var first: UInt64 = 1

    @Flag(help: "Go on after a violation, and count them.")
    var keepGoing = false

    @Option(help: "The discipline.")
    var algorithm = Algorithm.standard

    func run() throws {
        let start = ContinuousClock.now
        var simulated = 0.0
        var violations = 0
        for seed in first..<first + seeds {
            let scenario = Scenario.swarm(seed: seed)
            let report = algorithm.measure(scenario, seed: seed)
            simulated += scenario.duration
            for violation in report.violations { print(algorithm.description(of: violation)) }
            violations += report.violations.isEmpty ? 0 : 1
            if violations > 0, !keepGoing { throw ExitCode.failure }
            let done = seed - first + 1
            if done.isMultiple(of: 100) || done == seeds {
                let years = Format.fixed(simulated / (365.25 * 86_400), decimals: 2)
                print(
                    "\(done) of \(seeds) seeds, \(years) years, \(violations) with violations, "
                        + "\(start.duration(to: .now))")
                // A log, unlike a terminal, would see nothing of this for minutes.
                fflush(nil)
            }
        }
        if violations > 0 { throw ExitCode.failure }
    }
}
