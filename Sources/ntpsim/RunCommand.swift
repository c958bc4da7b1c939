// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPCore
import NTPSystem
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
    var algorithm = Algorithm.standard

    @Option(help: "Where to draw the run, as SVG.")
    var plot: String?

    @Option(help: "Whose clock to draw.")
    var client = 0

    func run() throws {
        let scenario = try Scenario.find(scenario, seed: seed)
        guard scenario.clients.indices.contains(client) else {
            throw ValidationError("There is no client \(client) in '\(scenario.name)'.")
        }
        // Some ten thousand points are more than a plot can show.
        let interval = max(1, Int(scenario.duration / 40_000))
        let report = algorithm.measure(
            scenario, seed: seed, tracing: plot == nil ? .off : .every(seconds: interval))
        if let plot { try draw(report, of: scenario, to: plot) }
        print("\(scenario.name): \(scenario.summary)")
        print(Self.table(of: report).text)
        print("digest \(String(report.digest, radix: 16))")
        for violation in report.violations { print("violated: \(algorithm.description(of: violation))") }
        if !report.violations.isEmpty { throw ExitCode.failure }
    }

    private func draw(_ report: Report, of scenario: Scenario, to path: String) throws {
        guard let plot = Plot(report, of: scenario, client: client, algorithm: algorithm.rawValue) else {
            return
        }
        try AtomicFile.write(Array(plot.svg.utf8), to: path)
    }

    private static func table(of report: Report) -> Table {
        var table = Table()
        table.add(["client", "RMS", "max", "converged", "claim", "used", "requests", "poll", "steps"])
        for (index, client) in report.clients.enumerated() {
            table.add([
                "\(index)", Format.seconds(client.error.rms), Format.seconds(client.error.maximum),
                client.error.convergence.map { "\($0) s" } ?? "never", Format.seconds(client.error.meanClaim),
                Format.fixed(100 * client.worstCoverage, decimals: 0) + " %", "\(client.requests)",
                Format.seconds(client.meanPoll), "\(client.steps)",
            ])
        }
        return table
    }
}
