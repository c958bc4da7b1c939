// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPSimulator

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run one scenario and say how the clock did.",
        discussion: "Exits with 1 if an invariant was violated.")

    @Argument(help: "The scenario's name; see 'ntpsim list'.")
    var scenario: String

    @Option(help: "What all chance is drawn from.")
    var seed: UInt64 = 1

    @Option(help: "The discipline.")
    var algorithm = Algorithm.regression

    func run() throws {
        let scenario = try Scenario.find(scenario, seed: seed)
        let report = algorithm.measure(scenario, seed: seed)
        print("\(scenario.name): \(scenario.summary)")
        print(Self.table(of: report).text)
        print("digest \(String(report.digest, radix: 16))")
        for violation in report.violations { print("violated: \(violation)") }
        if !report.violations.isEmpty { throw ExitCode.failure }
    }

    private static func table(of report: Report) -> Table {
        var table = Table()
        table.add(["client", "RMS", "max", "converged", "claim", "worst", "requests", "poll", "steps"])
        for (index, client) in report.clients.enumerated() {
            table.add([
                "\(index)", Format.seconds(client.error.rms), Format.seconds(client.error.maximum),
                client.error.convergence.map { "\($0) s" } ?? "never", Format.seconds(client.error.meanClaim),
                Format.fixed(client.worstCoverage, decimals: 2), "\(client.requests)",
                Format.fixed(client.meanPoll, decimals: 0) + " s", "\(client.steps)",
            ])
        }
        return table
    }
}
