// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPCore
import NTPSimulator

@main
struct NTPSim: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ntpsim",
        abstract: "Tries clock disciplines in simulated worlds.",
        discussion: """
            A run is reproduced by its scenario, seed and algorithm, to the last bit, on any machine. \
            Times are true times; an error is positive when the clock is ahead.
            """,
        subcommands: [Run.self, List.self, Compare.self, Swarm.self, Bench.self])
}

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the scenarios and the algorithms.")

    func run() {
        let width = Scenario.all.map(\.name.count).max() ?? 0
        print("Scenarios:")
        for scenario in Scenario.all {
            print("  " + Table.padded(scenario.name, to: width) + "  " + scenario.summary)
        }
        print("  " + Table.padded("swarm", to: width) + "  another one for each seed")
        print("Algorithms:")
        for algorithm in Algorithm.allCases { print("  " + algorithm.rawValue) }
    }
}

extension Scenario {
    /// The scenario of that name, or an error that says where to look.
    static func find(_ name: String, seed: UInt64) throws(ValidationError) -> Scenario {
        guard let scenario = Scenario(named: name, seed: seed) else {
            throw ValidationError("There is no scenario '\(name)'; 'ntpsim list' shows those that there are.")
        }
        return scenario
    }
}
