// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControl
import NTPControlClient

struct ActivityCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "activity", abstract: "How many sources are in use.")

    @OptionGroup var output: TabularOutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        try output.write(ActivityPresentation(try client.activity()))
    }
}

struct ServerStatisticsCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "serverstats", abstract: "What the daemon has done as a server.")

    @OptionGroup var output: TabularOutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        try output.write(ServerStatisticsPresentation(try client.serverStatistics()))
    }
}

struct ClientsCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "clients", abstract: "Who has asked the daemon for what.")

    @Option(help: "Leave out clients with fewer requests.")
    var minimum: UInt32 = 0

    @Flag(help: "Set the counters of those that are shown to zero.")
    var reset = false

    @OptionGroup var output: TabularOutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        let clients = try client.clients(minimumHits: minimum, counters: reset ? .reset : .keep)
        try output.write(ClientsPresentation(clients))
    }
}

struct MetricsCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "metrics",
        abstract: "All of it in Prometheus' text format, with the names that chrony_exporter uses.",
        discussion: """
            For node_exporter's textfile collector: ntpctl metrics > chrony.new; mv chrony.new chrony.prom. When the \
            daemon doesn't answer, that is what the text says, and the exit status is 2.
            """)

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        do {
            try Standard.output.write(try client.snapshot().prometheusText)
        } catch let error as ControlError {
            if case .unreachable = error { try Standard.output.write(MetricsSnapshot.unreachableText) }
            throw error
        }
    }
}
