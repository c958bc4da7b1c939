// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControl
import NTPControlClient
import NTPCore

struct TrackingCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "tracking", abstract: "What the clock follows, and how well.")

    @OptionGroup var output: TabularOutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        let report = try client.tracking()
        let name = try client.label(of: report)
        try output.write(TrackingPresentation(report, name: name, clockUse: try client.clockUse()))
    }
}

struct SourcesCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "sources", abstract: "The sources, and why each is or isn't used.")

    @OptionGroup var output: TabularOutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        try output.write(SourcesPresentation(try client.sourceMetrics()))
    }
}

struct SourceStatisticsCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "sourcestats", abstract: "What is estimated from the samples of each source.")

    @OptionGroup var output: TabularOutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        let reports = try client.sourceStatistics()
        let named = try client.named(reports) { ($0.address, $0.referenceID) }
        try output.write(SourceStatisticsPresentation(named))
    }
}

struct SelectCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "select", abstract: "What the latest selection made of each source.",
        aliases: ["selectdata"])

    @OptionGroup var output: TabularOutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        let reports = try client.selection()
        let named = try client.named(reports) { ($0.address, $0.referenceID) }
        try output.write(SelectionPresentation(named))
    }
}

struct NTPDataCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "ntpdata", abstract: "What the latest replies of NTP sources said.")

    @Argument(help: ArgumentHelp("An address, or a name in the configuration. Default: all NTP sources."))
    var source: String?

    @OptionGroup var output: TabularOutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        let addresses = try source.map { try client.knownAddresses(of: $0) } ?? client.measurableAddresses()
        let reports = try addresses.map { try client.ntpData(of: $0) }
        let named = try client.named(reports) { ($0.remoteAddress, .unsynchronized) }
        try output.write(NTPDataPresentation(named))
    }
}

extension ControlClient {
    /// The sources that packets are exchanged with.
    fileprivate mutating func measurableAddresses() throws(ControlError) -> [ControlAddress] {
        try sources().filter { source in
            if case .unresolved = source.address { return false }
            return source.mode != .referenceClock
        }.map(\.address)
    }

    /// The sources that a user means, at least one.
    mutating func knownAddresses(of text: String) throws(ControlError) -> [ControlAddress] {
        let addresses = try addresses(of: text)
        guard addresses.isEmpty else { return addresses }
        throw .unknownSource(text)
    }
}
