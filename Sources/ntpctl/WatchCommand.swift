// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControl
import NTPControlClient
import NTPCore
import NTPSystem

struct WatchCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "The clock and its sources, again and again.",
        discussion: "On a terminal, a screen that is refreshed; into a pipe or a file, a line for each look.")

    @Option(help: ArgumentHelp("Look so often.", valueName: "time"))
    var interval = Seconds(1)

    @Option(help: "End after so many looks. Default: never.")
    var count: Int?

    @Flag(help: "Print one JSON object in a line for each look.")
    var json = false

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard interval.value >= 0.1 else { throw ValidationError("--interval must be at least 100ms.") }
        guard count ?? 1 > 0 else { throw ValidationError("--count must be at least 1.") }
    }

    func run(_ client: inout ControlClient) throws {
        let isScreen = !json && Standard.output.terminalSize != nil
        defer { if isScreen { try? Standard.output.write(Terminal.showCursor) } }
        if isScreen { try Standard.output.write(Terminal.hideCursor + Terminal.clear) }
        if !isScreen, !json { try Standard.output.writeLine(Watch.columnNames) }
        var watch = Watch()
        var looks = 0
        while true {
            let start = MonotonicClock.now
            try look(&client, &watch)
            looks += 1
            if let count, looks >= count { return }
            do {
                try Pause.until(start.advanced(by: interval.value))
            } catch ControlError.interrupted {
                // The usual way to end it.
                return
            }
        }
    }

    private func look(_ client: inout ControlClient, _ watch: inout Watch) throws {
        do {
            let snapshot = try client.snapshot()
            let now = RealtimeClock.now
            if json {
                try Standard.output.writeLine(Watch.json(snapshot, at: now).line)
            } else if let size = Standard.output.terminalSize {
                watch.note(snapshot.tracking)
                let screen = watch.screen(
                    snapshot, at: now, endpoint: client.endpoint?.description ?? "", rows: size.rows,
                    columns: size.columns)
                try Standard.output.write(Terminal.frame(screen))
            } else {
                try Standard.output.writeLine(Watch.line(snapshot, at: now))
            }
        } catch let error as ControlError {
            guard case .unreachable = error, count == nil else { throw error }
            // It may come back.
            client = try connection.makeClient()
            if Standard.output.terminalSize != nil, !json {
                try Standard.output.write(Terminal.frame(error.description))
            } else {
                try Standard.error.writeLine("\(error)")
            }
        }
    }
}

/// What a terminal understands: ECMA-48, and DEC's private modes for the cursor.
private enum Terminal {
    static let clear = "\u{1B}[2J"
    static let hideCursor = "\u{1B}[?25l"
    static let showCursor = "\u{1B}[?25h"

    /// Replaces what is on the screen without a flicker: each line's rest, then the rest of the screen.
    static func frame(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return "\u{1B}[H" + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J"
    }
}
