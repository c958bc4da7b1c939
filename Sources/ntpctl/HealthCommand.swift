// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControlClient

struct HealthCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Whether the clock is good enough, by the exit status: for probes of containers.",
        discussion: """
            Synchronised, to a source that has answered one of the latest eight requests. Looks up no name; --timeout and --retries say when to give up. Exit status 0: healthy; \
            1: not; 2: no daemon answers; 3: not permitted.
            """)

    @Option(help: ArgumentHelp("The largest error bound, such as 100ms.", valueName: "time"))
    var maxError = Seconds(1)

    @Flag(help: "A clock that follows itself ('local') is good enough, too.")
    var allowLocal = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        var requirements = Health.Requirements()
        requirements.maximumError = maxError.value
        requirements.acceptsLocal = allowLocal
        let tracking = try client.tracking()
        let health = Health(
            tracking, sources: try client.permittedSources(), clockUse: try client.clockUse(), requirements)
        try output.write(health)
        guard health.isHealthy else { throw ExitStatus.no.code }
    }
}
