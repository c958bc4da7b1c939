// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControlClient
import NTPSystem

struct StatusCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "How this machine's clock stands, in plain words; what is wrong, and what to do.")

    @OptionGroup var output: OutputOptions
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        let snapshot = try client.snapshot()
        let endpoint = client.endpoint?.description ?? ""
        try output.write(StatusPresentation(snapshot, at: RealtimeClock.now, endpoint: endpoint))
    }
}
