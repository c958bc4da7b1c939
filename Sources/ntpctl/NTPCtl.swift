// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControlClient

@main
struct NTPCtl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ntpctl",
        abstract: "Shows and changes what ntpd, or chronyd, is doing.",
        discussion: """
            Without a subcommand: how this machine's clock stands, in plain words.

            \(ExitStatus.help)
            """,
        groupedSubcommands: [
            CommandGroup(name: "Looking:", subcommands: [Status.self, TrackingCommand.self, Sources.self]),
            CommandGroup(name: "Checking:", subcommands: [HealthCommand.self]),
        ],
        defaultSubcommand: Status.self)
}
