// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPCore
import NTPSimulator

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare the algorithms with each other and with chronyd, over many seeds.",
        discussion: """
            Medians, and the worst of all seeds behind a slash; "claim" is the mean bound that the clock claimed \
            on its own error. chronyd's figures are those of version 4.8 under clknetsim in the same worlds, the \
            bars are what is expected of the first algorithm compared.
            """)

    @Argument(help: "The scenarios; those that chronyd's figures are known for if none is given.")
    var scenarios: [String] = []

    @Option(help: "The number of seeds.")
    var seeds: UInt64 = 20

    @Option(name: .customLong("algorithm"), help: "An algorithm; may be given more than once. Default: all.")
    var algorithms: [Algorithm] = []

    @Flag(help: "Exit with 1 if the first algorithm misses a bar, and say which.")
    var check = false

    func run() throws {
        let chosen = try scenarios.map { try Scenario.find($0, seed: 1) }
        let compared = chosen.isEmpty ? Scenario.compared : chosen
        let contestants = algorithms.isEmpty ? Algorithm.allCases : algorithms
        var misses: [String] = []
        var table = Table()
        table.add(["", "RMS", "max", "converged", "poll", "claim", "violations"])
        for scenario in compared {
            let published = PublishedFigures.all.first { $0.scenario == scenario.name }
            table.add([scenario.name])
            if let published { addRows(for: published, to: &table) }
            for algorithm in contestants {
                let summary = Summary((1...seeds).map { algorithm.measure(scenario, seed: $0) })
                addRow(algorithm.rawValue, summary, to: &table)
                if let published, algorithm == contestants[0] { misses += summary.misses(of: published) }
            }
        }
        print(table.text)
        guard check, !misses.isEmpty else { return }
        for miss in misses { print("missed: \(miss)") }
        throw ExitCode.failure
    }

    private func addRows(for published: PublishedFigures, to table: inout Table) {
        table.add([
            "  chronyd", Format.seconds(published.rms), Format.seconds(published.maximum),
            "\(published.convergence) s",
        ])
        table.add([
            "  bar", Format.seconds(published.rmsBar), Format.seconds(published.maximum),
            "\(published.convergenceBar ?? published.convergence) s",
            published.pollBar > 0 ? Format.fixed(published.pollBar, decimals: 0) + " s" : "",
        ])
    }

    private func addRow(_ name: String, _ summary: Summary, to table: inout Table) {
        func both(_ spread: Summary.Spread, _ format: (Double) -> String) -> String {
            format(spread.median) + " / " + format(spread.worst)
        }
        let wholeSeconds = { (value: Double) in
            value.isFinite ? Format.fixed(value, decimals: 0) + " s" : "never"
        }
        table.add([
            "  " + name, both(summary.rms, Format.seconds), both(summary.maximum, Format.seconds),
            both(summary.convergence, wholeSeconds), Format.seconds(summary.poll.median),
            Format.seconds(summary.claim.median), "\(summary.violations.count)",
        ])
    }
}
