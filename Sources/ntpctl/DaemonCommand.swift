// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControlClient
import NTPSystem

/// A command that talks to a daemon.
protocol DaemonCommand: ParsableCommand {
    var connection: ConnectionOptions { get }

    func run(_ client: inout ControlClient) throws
}

extension DaemonCommand {
    func run() throws {
        try Signals.ending.install()
        try ExitStatus.translating {
            var client = try connection.makeClient()
            try run(&client)
        }
    }
}
