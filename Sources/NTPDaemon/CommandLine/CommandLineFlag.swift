// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPSystem

/// A flag of the command line: its letter, its argument, what it does, and the line of help.
struct CommandLineFlag: Sendable {
    let letter: Character
    /// The name of the argument; nil for a flag without.
    let argument: String?
    let help: String
    let support: Support
    /// Sets what the flag is about. Returns what was expected, when the argument doesn't fit.
    let apply: @Sendable (inout CommandLineOptions, String) -> String?

    /// How the flag is written.
    var usage: String { "-\(letter)\(argument.map { " \($0)" } ?? "")" }
}

extension CommandLineFlag {
    /// The flags, in groups with a title, in the order of the help text.
    static let groups: [(title: String, flags: [CommandLineFlag])] = [
        ("What to do", task), ("Configuration", configuration), ("Clock", clock), ("Messages", messages),
        ("Process", process), ("About", about),
    ]

    private static let task: [CommandLineFlag] = [
        flag("q", "Set the clock once, then exit") { $0.task = .setOnce },
        flag("Q", "Print the offset of the clock once, then exit") {
            $0.task = .measureOnce
        },
        flag("p", "Check the configuration, print it and exit") { $0.action = .printConfiguration },
        value("t", "SECONDS", "Exit after so many seconds", \.timeout, .real(from: 0)),
    ]

    private static let configuration: [CommandLineFlag] = [
        value("f", "FILE", "Read the configuration from this file", \.configurationPath, .path),
        flag("4", "Use IPv4 only") { $0.addressFamily = .ipv4 },
        flag("6", "Use IPv6 only") { $0.addressFamily = .ipv6 },
    ]

    private static let clock: [CommandLineFlag] = [
        flag("x", "Leave the clock alone: only measure and serve") { $0.leavesClockAlone = true },
        flag("R", "The daemon is only restarted: don't step the clock") { $0.isRestart = true },
        flag("r", "Reload the samples of the last run") { $0.reloadsSamples = true },
        flag("s", "Set the clock from the real-time clock first") { $0.setsClockFromRealTimeClock = true },
    ]

    private static let messages: [CommandLineFlag] = [
        flag("d", "Stay in the foreground, messages on the terminal (-dd: more)") {
            $0.staysInForeground = true
            $0.terminalVerbosity = min($0.terminalVerbosity + 1, 2)
        },
        flag("n", "Stay in the foreground, messages in the system log") { $0.staysInForeground = true },
        value("l", "FILE", "Write messages to this file", \.logFile, .path),
        value(
            "L", "LEVEL", "Only messages from: 1 warnings, 2 errors, 3 fatal ones (-1: all)",
            \.minimumSeverity, .integer(in: -1...3)),
    ]

    private static let process: [CommandLineFlag] = [
        value("u", "USER", "Run as this user", \.user, .name("the name of a user")),
        flag("U", "Start without being root, with the privileges there are") { $0.acceptsAnyUser = true },
        flag("m", "Lock the daemon into memory") { $0.locksMemory = true },
        value(
            "P", "PRIORITY", "Run as a real-time process, priority 1 to 100", \.schedulingPriority,
            .integer(in: 0...100)),
        value(
            "F", "LEVEL", "Filter system calls: 1 strictly, 2 loosely, or -1, -2",
            \.systemCallFilter,
            .integer(in: -2...2)),
    ]

    private static let about: [CommandLineFlag] = [
        flag("v", "Print the version and exit (--version)") { $0.action = .printVersion },
        flag("h", "Print this help and exit (--help)") { $0.action = .printHelp },
    ]

    private static func flag(
        _ letter: Character, _ help: String, _ support: Support = .supported,
        _ set: @escaping @Sendable (inout CommandLineOptions) -> Void
    ) -> CommandLineFlag {
        CommandLineFlag(letter: letter, argument: nil, help: help, support: support) { options, _ in
            set(&options)
            return nil
        }
    }

    private static func value<Value>(
        _ letter: Character, _ argument: String, _ help: String, _ path: Field<CommandLineOptions, Value?>,
        _ grammar: Grammar<Value>
    ) -> CommandLineFlag {
        CommandLineFlag(letter: letter, argument: argument, help: help, support: .supported) {
            options, word in
            guard let value = grammar.parse(word) else { return grammar.expected }
            options[keyPath: path] = value
            return nil
        }
    }
}
