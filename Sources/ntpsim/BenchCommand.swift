// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPSimulator

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the speed of the simulation: one client with four servers at polls of 64 s.")

    @Option(help: "The discipline.")
    var algorithm = Algorithm.standard

    @Option(help: "How many seconds to simulate.")
    var duration = 2_000_000.0

    func run() {
        let sources = Array(repeating: SourceModel.exponential(1e-3, jitter: 1e-3), count: 4)
        var scenario = Scenario("bench", "four servers", clients: [.steady(sources)])
        scenario.duration = duration
        let start = ContinuousClock.now
        let report = algorithm.measure(scenario, seed: 1)
        let elapsed = (ContinuousClock.now - start) / .seconds(1)
        let perExchange = elapsed / Double(report.subject.requests)
        print(
            "\(Format.fixed(duration / elapsed, decimals: 0)) times real time, "
                + "\(Format.seconds(perExchange)) an exchange")
    }
}
