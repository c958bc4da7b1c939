// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPCore

@main
struct NTPCtl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ntpctl",
        abstract: "Shows and changes what ntpd, or chronyd, is doing.",
        discussion: """
            Without a subcommand: how this machine's clock stands, in plain words.

            \(ExitStatus.help)
            """,
        version: "ntpctl (swift-ntpd) \(Release.version)",
        groupedSubcommands: [
            CommandGroup(
                name: "Looking",
                subcommands: [
                    StatusCommand.self, TrackingCommand.self, SourcesCommand.self,
                    SourceStatisticsCommand.self, SelectCommand.self, NTPDataCommand.self,
                    ActivityCommand.self, ServerStatisticsCommand.self, ClientsCommand.self,
                ]),
            CommandGroup(
                name: "Monitoring",
                subcommands: [
                    WatchCommand.self, HealthCommand.self, WaitCommand.self, MetricsCommand.self,
                    QueryCommand.self, PlotCommand.self,
                ]),
            CommandGroup(
                name: "Changing",
                subcommands: [
                    AddCommand.self, RemoveCommand.self, OnlineCommand.self, OfflineCommand.self,
                    StepCommand.self, KeygenCommand.self,
                ]),
        ],
        defaultSubcommand: StatusCommand.self)
}
