// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControl
import NTPControlClient
import NTPCore
import NTPSystem

struct StepCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "step", abstract: "Correct the clock at once, by a step: programs see it jump.",
        aliases: ["makestep"])

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        let correction = try client.tracking().remainingCorrection
        try client.perform(.perform(.makeStep))
        try Standard.output.writeLine("Stepped; the clock was \(Quantity.offset(correction)).")
    }
}

struct WaitCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait", abstract: "Wait until the clock is synchronised, or well enough so.",
        discussion: "Exit status 0: it is; 1: not in time. A daemon that isn't there yet is waited for.")

    @Option(help: ArgumentHelp("The largest error bound, such as 100ms. Default: any.", valueName: "time"))
    var maxError: Seconds?

    @Option(help: ArgumentHelp("The largest correction that may remain. Default: any.", valueName: "time"))
    var maxCorrection: Seconds?

    @Option(help: ArgumentHelp("Give up after so long. Default: never.", valueName: "time"))
    var limit: Seconds?

    @Option(help: ArgumentHelp("Look so often.", valueName: "time"))
    var interval = Seconds(1)

    @Flag(help: "A clock that follows itself ('local') is good enough, too.")
    var allowLocal = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        let start = MonotonicClock.now
        let deadline = limit.map { start.advanced(by: $0.value) }
        while true {
            let health = try look(&client, isLast: deadline.map { MonotonicClock.now >= $0 } ?? false)
            if let health, health.isHealthy { return try output.write(health) }
            if let deadline, MonotonicClock.now >= deadline {
                if let health { try output.write(health) }
                throw ExitStatus.no.code
            }
            let next = MonotonicClock.now.advanced(by: max(0.01, interval.value))
            try Pause.until(deadline.map { min($0, next) } ?? next)
        }
    }

    /// Nil when the daemon can't be asked, which may change.
    private func look(_ client: inout ControlClient, isLast: Bool) throws -> Health? {
        do {
            var requirements = Health.Requirements()
            requirements.maximumError = maxError?.value
            requirements.maximumCorrection = maxCorrection?.value
            requirements.acceptsLocal = allowLocal
            return Health(try client.tracking(), requirements)
        } catch {
            guard case .unreachable = error, !isLast else { throw error }
            client = try connection.makeClient()
            return nil
        }
    }
}
