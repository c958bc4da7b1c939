// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPCore
import NTPSimulator

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the speed of the simulation: one client with four servers at polls of 64 s.")

    @Option(help: "The discipline.")
    var algorithm = Algorithm.standard

    @Option(help: "How many seconds to simulate each time.")
    var duration = 500_000.0

    @Option(help: "How many times; the fastest counts, as the one that least else got in the way of.")
    var runs = 5

    @Option(help: "Exit with 1 if that is less than so many times real time.")
    var bar: Double?

    func run() throws {
        let sources = Array(repeating: SourceModel.exponential(1e-3, jitter: 1e-3), count: 4)
        let scenario = Scenario("bench", "four servers", clients: [.steady(sources)])
            .with { $0.duration = duration }
        var fastest = Double.infinity
        var requests = 0
        for _ in 0..<runs {
            let start = ContinuousClock.now
            requests = algorithm.measure(scenario, seed: 1).subject.requests
            fastest = min(fastest, (ContinuousClock.now - start) / .seconds(1))
        }
        let speed = duration / fastest
        print(
            "\(Format.fixed(speed, decimals: 0)) times real time, "
                + "\(Format.seconds(fastest / Double(requests))) an exchange (\(algorithm.rawValue))")
        if let bar, speed < bar {
            print("missed: \(Format.fixed(bar, decimals: 0)) times real time expected")
            throw ExitCode.failure
        }
    }
}
