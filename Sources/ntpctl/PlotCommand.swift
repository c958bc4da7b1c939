// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControlClient
import NTPSystem

struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draw the clock's offset and error bound over time, from the daemon's tracking.log.",
        discussion: """
            The daemon writes the file when its configuration has 'log tracking' and 'logdir'. The image is SVG \
            and needs no other file; browsers show it in light and in dark.
            """)

    @Argument(help: "The log.", completion: .file())
    var log = "/var/log/chrony/tracking.log"

    @Option(
        name: .shortAndLong, help: "Write the image to this file, not to standard output.",
        completion: .file())
    var output: String?

    @Option(help: ArgumentHelp("Only the last part of the log, such as 24h.", valueName: "time"))
    var last: Seconds?

    @Option(help: "The heading. Default: the log's name.")
    var title: String?

    /// A year of updates, one each minute, has 80 MB.
    private static let largestLog = 256 << 20

    func run() throws {
        try Signals.ending.install()
        try ExitStatus.translating {
            let bytes = try FileReader.contents(of: log, limit: Self.largestLog)
            var entries = TrackingLog(String(decoding: bytes, as: UTF8.self))
            if let last { entries = entries.last(last.value) }
            guard let plot = ClockPlot(entries, title: title ?? log) else {
                try Standard.error.writeLine(
                    "\(log) has no entries in the format of tracking.log.\n"
                        + "The daemon writes it when its configuration has 'log tracking'.")
                throw ExitStatus.no.code
            }
            guard let output else { return try Standard.output.write(plot.svg) }
            try AtomicFile.write(Array(plot.svg.utf8), to: output)
        }
    }
}
