// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPClient
import NTPControlClient
import NTPSystem

struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Ask servers for the time, and compare this machine's clock with it; changes nothing.",
        discussion: """
            Asks all servers at once, each several times, and keeps the measurement with the shortest delay. \
            Needs neither a daemon nor a privilege. Exit status 0: all were measured; 1: not all.
            """)

    @Argument(help: "Host names or addresses.")
    var servers: [String]

    @Option(help: "How many measurements of each to try, 1 to 64.")
    var samples = QueryOptions().samples

    @Option(help: ArgumentHelp("The time between them; many public servers want 2s.", valueName: "time"))
    var interval = Seconds(QueryOptions().interval)

    @Option(help: ArgumentHelp("How long to wait for each answer.", valueName: "time"))
    var timeout = Seconds(QueryOptions().timeout)

    @Option(help: "The UDP port.")
    var port = QueryOptions().port

    @Flag(help: "Ask every address of a name, not only the first.")
    var all = false

    @Flag(name: [.customShort("4"), .customLong("ipv4")], help: "IPv4 alone.")
    var onlyIPv4 = false

    @Flag(name: [.customShort("6"), .customLong("ipv6")], help: "IPv6 alone.")
    var onlyIPv6 = false

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard 1...64 ~= samples else { throw ValidationError("--samples must be 1 to 64.") }
        guard 0.001...60 ~= timeout.value else { throw ValidationError("--timeout must be 1ms to 60s.") }
        guard interval.value <= 3600 else { throw ValidationError("--interval must be at most 1h.") }
        guard !(onlyIPv4 && onlyIPv6) else { throw ValidationError("-4 and -6 exclude each other.") }
    }

    func run() throws {
        try Signals.ending.install()
        var options = QueryOptions()
        options.samples = samples
        options.interval = interval.value
        options.timeout = timeout.value
        options.port = port
        options.addresses = all ? .all : .first
        if onlyIPv4 { options.families = [.ipv4] }
        if onlyIPv6 { options.families = [.ipv6] }
        let survey = ServerSurvey(of: servers, options: options)
        let report = QueryPresentation(
            try survey.run { !Signals.take().isDisjoint(with: .ending) })
        try ExitStatus.translating { try output.write(report) }
        guard report.isComplete else { throw ExitStatus.no.code }
    }
}
