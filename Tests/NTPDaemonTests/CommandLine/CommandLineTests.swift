// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPSystem
import Testing

@testable import NTPDaemon

@Suite struct `A command line` {
    private func options(_ arguments: String...) throws -> CommandLineOptions {
        try CommandLineOptions(parsing: arguments)
    }

    @Test func `may be empty`() throws {
        #expect(try options() == CommandLineOptions())
    }

    /// Flags, and what is to hold with them.
    struct Effect: CustomTestStringConvertible, Sendable {
        let arguments: [String]
        let holds: @Sendable (CommandLineOptions) -> Bool

        init(_ arguments: String..., holds: @escaping @Sendable (CommandLineOptions) -> Bool) {
            self.arguments = arguments
            self.holds = holds
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    @Test(arguments: [
        Effect("-4") { $0.addressFamily == .ipv4 }, Effect("-6") { $0.addressFamily == .ipv6 },
        Effect("-d") { $0.staysInForeground && $0.terminalVerbosity == 1 },
        Effect("-dd") { $0.terminalVerbosity == 2 }, Effect("-d", "-d", "-d") { $0.terminalVerbosity == 2 },
        Effect("-f", "a.conf") { $0.configurationPath == "a.conf" },
        Effect("-fa.conf") { $0.configurationPath == "a.conf" },
        Effect("-F", "-1") { $0.systemCallFilter == -1 }, Effect("-l", "log") { $0.logFile == "log" },
        Effect("-L", "2") { $0.minimumSeverity == 2 },
        Effect("-n") { $0.staysInForeground && $0.terminalVerbosity == 0 },
        Effect("-p") { $0.action == .printConfiguration }, Effect("-P0") { $0.schedulingPriority == 0 },
        Effect("-P", "50") { $0.schedulingPriority == 50 }, Effect("-m") { $0.locksMemory },
        Effect("-q") { $0.task == .setOnce }, Effect("-Q") { $0.task == .measureOnce },
        Effect("-s") { $0.setsClockFromRealTimeClock },
        Effect("-r") { $0.reloadsSamples },
        Effect("-R") { $0.isRestart }, Effect("-t", "2.5") { $0.timeout == 2.5 },
        Effect("-u", "nobody") { $0.user == "nobody" }, Effect("-U") { $0.acceptsAnyUser },
        Effect("-v") { $0.action == .printVersion }, Effect("--version") { $0.action == .printVersion },
        Effect("-x") { $0.leavesClockAlone }, Effect("-h") { $0.action == .printHelp },
        Effect("--help") { $0.action == .printHelp },
    ])
    func `has flags`(effect: Effect) throws {
        #expect(effect.holds(try CommandLineOptions(parsing: effect.arguments)))
        #expect(!effect.holds(CommandLineOptions()))
    }

    @Test func `may have flags combined`() throws {
        #expect(try options("-4xdf", "a.conf") == options("-4", "-x", "-d", "-f", "a.conf"))
        #expect(try options("-4xdfa.conf") == options("-4", "-x", "-d", "-f", "a.conf"))
    }

    @Test func `has directives behind and between the flags`() throws {
        let options = try options("-Q", "server ntp.example iburst", "-t", "5", "port 0")
        #expect(options.directives == ["server ntp.example iburst", "port 0"])
        #expect(options.timeout == 5)
    }

    @Test func `has nothing but directives behind two dashes`() throws {
        #expect(try options("-x", "--", "-4", "").directives == ["-4", ""])
    }

    @Test(arguments: [
        (["-z"], "unknown option '-z'; see 'ntpd --help'"),
        (["-4é"], "unknown option '-é'; see 'ntpd --help'"),
        (["--quiet"], "unknown option '--quiet'; see 'ntpd --help'"),
        (["-x", "-f"], "-f lacks FILE; expected '-f FILE'"),
        (["-t", "soon"], "-t SECONDS is 'soon'; expected a number, 0 or more"),
        (["-L4"], "-L LEVEL is '4'; expected an integer from -1 to 3"),
        (["-F", "3"], "-F LEVEL is '3'; expected an integer from -2 to 2"),
        (["-P", "101"], "-P PRIORITY is '101'; expected an integer from 0 to 100"),
    ])
    func `is refused in clear words`(arguments: [String], message: String) {
        let error = #expect(throws: CommandLineError.self) { try CommandLineOptions(parsing: arguments) }
        #expect(error?.description == message)
    }

    @Test func `is explained flag by flag, in lines that fit a terminal`() {
        let help = CommandLineOptions.help
        let flags = CommandLineFlag.groups.flatMap(\.flags)
        #expect(Set(flags.map(\.letter)) == Set("46dfFlLmnpPqQrRstuUvxh"))
        for flag in flags {
            #expect(help.contains("\n  \(flag.usage) "), "-\(flag.letter) isn't explained")
        }
        #expect(help.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
}
