// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControlClient
import NTPSystem

struct Status: DaemonCommand {
    static let configuration = CommandConfiguration(
        abstract: "How this machine's clock stands, in plain words; what is wrong, and what to do.")

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        let snapshot = try client.snapshot()
        let endpoint = client.endpoint?.description ?? ""
        output.write(StatusPresentation(snapshot, at: RealtimeClock.now, endpoint: endpoint))
    }
}

struct TrackingCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "tracking", abstract: "What the clock follows, and how well.")

    @OptionGroup var output: TabularOutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        let report = try client.tracking()
        output.write(TrackingPresentation(report, name: try client.label(of: report)))
    }
}

struct Sources: DaemonCommand {
    static let configuration = CommandConfiguration(
        abstract: "The sources, and why each is or isn't used.")

    @OptionGroup var output: TabularOutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        output.write(SourcesPresentation(try client.sourceMetrics()))
    }
}
