// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPDaemon

@Suite struct `A configuration from the environment` {
    private func parsed(
        _ variables: [String: String], files: [String: String] = [:]
    ) throws -> ParsedConfiguration {
        let environment = try EnvironmentConfiguration { variables[$0] }
        return ConfigurationParser.parse(environment, in: MemoryFiles(files))
    }

    private func directives(_ variables: [String: String]) throws -> [String] {
        try parsed(variables).configuration.directives
    }

    private func messages(_ variables: [String: String]) -> [String] {
        do {
            return try parsed(variables).diagnostics.map(\.description)
        } catch {
            return (error as? EnvironmentError)?.messages ?? ["\(error)"]
        }
    }

    @Test func `without any is what users of containers expect`() throws {
        let expected = [
            "server 0.amazon.pool.ntp.org iburst", "server 3.amazon.pool.ntp.org iburst", "makestep 1 3",
            "rtcsync", "driftfile /var/lib/ntpd/drift", "local stratum 5", "pidfile /", "allow 10.0.0.0/8",
            "allow 172.16.0.0/12", "allow 192.168.0.0/16",
        ]
        let found = try directives([:])
        #expect(expected.filter { !found.contains($0) } == [])
        #expect(found.count == expected.count + 2)
    }

    @Test func `takes servers, pools and peers, and no others then`() throws {
        let found = try directives([
            "CHRONY_SERVERS": "a.example, b.example", "NTP_SERVERS": "c.example", "POOLS": "d.example",
        ])
        let sources = found.filter { $0.hasPrefix("server") || $0.hasPrefix("pool") }
        #expect(
            sources == [
                "server a.example iburst", "server b.example iburst", "server c.example iburst",
                "pool d.example iburst",
            ])
        #expect(
            try EnvironmentConfiguration { $0 == "PEERS" ? "e.example" : nil }.lines[0].text
                == "peer e.example")
    }

    @Test func `follows the Time Sync Service of Amazon`() throws {
        let sources = try directives(["AWS": "true"]).filter { $0.hasPrefix("server") }
        #expect(sources.count == 2)
        #expect(sources[0] == "server 169.254.169.123 minpoll 4 maxpoll 4 iburst prefer")
        #expect(sources[1].hasPrefix("server fd00:ec2::123 "))
        #expect(try directives(["AWS": "false"]) == directives([:]))
    }

    @Test func `takes the old name of the local clock for having no server`() throws {
        let found = try directives(["NTP_SERVERS": "127.127.1.1"])
        #expect(!found.contains { $0.hasPrefix("server") })
        #expect(found.contains("local stratum 5"))
    }

    @Test(arguments: [
        ("all", ["allow"]), ("none", []),
        ("198.51.100.0/24,2001:db8::/32", ["allow 198.51.100.0/24", "allow 2001:db8::/32"]),
    ])
    func `serves whom it is told to serve`(value: String, expected: [String]) throws {
        let found = try directives(["CHRONY_ALLOWED": value]).filter { $0.hasPrefix("allow") }
        #expect(Set(found) == Set(expected))
    }

    @Test func `takes the command port, and whether to remember clients`() throws {
        let found = try directives(["CHRONY_CMDPORT": "0", "NOCLIENTLOG": "True"])
        #expect(found.contains("cmdport 0"))
        #expect(found.contains("noclientlog"))
    }

    @Test func `takes lines of configuration, which count for more than the defaults`() throws {
        let found = try directives(["NTP_DIRECTIVES": "dscp 46\\nmakestep 0.5 -1\nminsources 2"])
        #expect(found.contains("dscp 46"))
        #expect(found.contains("minsources 2"))
        #expect(found.filter { $0.hasPrefix("makestep") } == ["makestep 0.5 -1"])
    }

    @Test func `takes the files in the folder for more`() throws {
        let files = ["/etc/ntpd.d/10-site.conf": "dscp 46\n", "/etc/ntpd.d/readme": "nothing"]
        let found = try parsed([:], files: files)
        #expect(found.configuration.directives.contains("dscp 46"))
        #expect(found.diagnostics.isEmpty)
    }

    @Test func `says nothing about a folder that isn't there`() throws {
        #expect(try parsed([:]).diagnostics.isEmpty)
    }

    @Test func `takes an empty variable for none`() throws {
        #expect(try directives(["NTP_SERVERS": "", "LOG_LEVEL": "", "AWS": ""]) == directives([:]))
    }

    @Test(arguments: [
        ("CHRONY_CMDPORT", "65536"), ("NOCLIENTLOG", "perhaps"), ("AWS", "eu-west-1"),
        ("CLOCK_CONTROL", "yes"),
        ("LOG_LEVEL", "debug"), ("TZ", "Nowhere/Land"), ("CHRONY_ALLOWED", "10/40"), ("NTP_SERVERS", "-x"),
        ("NTP_DIRECTIVES", "makestop 1 3"),
    ])
    func `names the variable whose value is bad`(name: String, value: String) {
        let messages = messages([name: value])
        #expect(messages.count == 1)
        #expect(messages.first?.hasPrefix(name) == true, "\(messages)")
        #expect(messages.first?.contains("expected") == true || name == "NTP_DIRECTIVES", "\(messages)")
    }

    @Test func `reports all bad values at once`() {
        #expect(messages(["AWS": "?", "LOG_LEVEL": "9"]).count == 2)
    }
}

@Suite struct `The options of a container` {
    private func options(_ arguments: [String] = [], _ variables: [String: String] = [:]) throws
        -> CommandLineOptions
    {
        var options = try CommandLineOptions(parsing: ["--from-environment"] + arguments)
        options.apply(try EnvironmentConfiguration { variables[$0] })
        return options
    }

    @Test func `keep it in the foreground, with messages on the terminal`() throws {
        let options = try options()
        #expect(options.staysInForeground)
        #expect(options.terminalVerbosity == 1)
        #expect(!options.leavesClockAlone && !options.requiresClock)
    }

    @Test func `say what happens to the clock`() throws {
        #expect(try options([], ["CLOCK_CONTROL": "off"]).leavesClockAlone)
        #expect(try options([], ["CLOCK_CONTROL": "on"]).requiresClock)
        let auto = try options([], ["CLOCK_CONTROL": "auto"])
        #expect(!auto.leavesClockAlone && !auto.requiresClock)
    }

    @Test func `say how much is told, unless the command line does`() throws {
        #expect(try options([], ["LOG_LEVEL": "2"]).minimumSeverity == 2)
        #expect(try options(["-L", "1"], ["LOG_LEVEL": "2"]).minimumSeverity == 1)
    }

    @Test(arguments: [["-f", "/etc/ntpd.conf"], ["server ntp.example"]])
    func `leave no room for another configuration`(arguments: [String]) {
        #expect(throws: CommandLineError.self) { try options(arguments) }
    }
}

@Suite struct `The time zone of messages` {
    @Test func `is known by a rule, or by a file`() {
        #expect(TimeZone.isKnown("CET-1CEST,M3.5.0,M10.5.0/3"))
        #expect(TimeZone.isKnown("UTC"))
        #expect(!TimeZone.isKnown("Nowhere/Land"))
    }
}
