// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPDaemon

@Suite struct `A mistake in the configuration` {
    @Test(arguments: [
        ("makestp 1 3", "ntpd.conf:1:1: unknown directive 'makestp'; did you mean 'makestep'?"),
        ("frobnicate", "ntpd.conf:1:1: unknown directive 'frobnicate'"),
        ("server a ibrust", "ntpd.conf:1:10: unknown option 'ibrust' of server; did you mean 'iburst'?"),
        ("  server a zzz 1", "ntpd.conf:1:12: unknown option 'zzz' of server"),
        ("server", "ntpd.conf:1:7: server lacks HOST; expected 'server HOST [OPTION]...'"),
        ("makestep", "ntpd.conf:1:9: makestep lacks THRESHOLD; expected 'makestep THRESHOLD LIMIT'"),
        ("makestep 1", "ntpd.conf:1:11: makestep lacks LIMIT; expected 'makestep THRESHOLD LIMIT'"),
        ("server a minpoll", "ntpd.conf:1:17: minpoll lacks POLL; expected 'minpoll POLL'"),
        ("rtcsync yes", "ntpd.conf:1:9: rtcsync has a word too many, 'yes'; expected 'rtcsync'"),
        (
            "port 123 # NTP",
            "ntpd.conf:1:10: port has a word too many, '#'; expected 'port PORT'; put the comment on a line of its own"
        ),
        (
            "server a # b",
            "ntpd.conf:1:10: unknown option '#' of server; put the comment on a line of its own"
        ),
        ("server a minpoll 25", "ntpd.conf:1:18: minpoll POLL is '25'; expected an integer from -7 to 24"),
        ("server a port 0", "ntpd.conf:1:15: port PORT is '0'; expected an integer from 1 to 65535"),
        ("port 1x", "ntpd.conf:1:6: port PORT is '1x'; expected an integer from 0 to 65535"),
        ("minsources -1", "ntpd.conf:1:12: minsources SOURCES is '-1'; expected an integer, 0 or more"),
        ("makestep 1 2.5", "ntpd.conf:1:12: makestep LIMIT is '2.5'; expected an integer"),
        ("maxdistance 1s", "ntpd.conf:1:13: maxdistance SECONDS is '1s'; expected a number, 0 or more"),
        ("maxdistance nan", "ntpd.conf:1:13: maxdistance SECONDS is 'nan'; expected a number, 0 or more"),
        ("maxdistance 1e999", "ntpd.conf:1:13: maxdistance SECONDS is '1e999'; expected a number, 0 or more"),
        ("server a offset 0x1p3", "ntpd.conf:1:17: offset SECONDS is '0x1p3'; expected a number"),
        (
            "server a maxdelay 1001",
            "ntpd.conf:1:19: maxdelay SECONDS is '1001'; expected a number from 0 to 1000"
        ),
        (
            "clockprecision 2",
            "ntpd.conf:1:16: clockprecision SECONDS is '2'; expected a number from 1e-09 to 1"
        ),
        (
            "discipline chrony",
            "ntpd.conf:1:12: discipline NAME is 'chrony'; expected 'kalman', 'regression' or 'pll'"
        ),
        ("bindaddress eth0", "ntpd.conf:1:13: bindaddress ADDRESS is 'eth0'; expected an IP address"),
        (
            "bindcmdaddress eth0",
            "ntpd.conf:1:16: bindcmdaddress ADDRESS is 'eth0'; expected an IP address or the path of a socket, from '/' on"
        ),
        (
            "binddevice averylongdevice0",
            "ntpd.conf:1:12: binddevice INTERFACE is 'averylongdevice0'; expected the name of a network interface, up to 15 characters"
        ),
        (
            "allow 10/33",
            "ntpd.conf:1:7: allow SUBNET is '10/33'; expected a subnet such as 192.0.2.0/24, an IP address or a host name"
        ),
        (
            "opencommands trackin",
            "ntpd.conf:1:14: opencommands COMMAND is 'trackin'; expected 'activity', 'authdata', 'clients', 'manual', 'ntpdata', 'rtcdata', 'selectdata', 'serverstats', 'smoothing', 'sourcename', 'sources', 'sourcestats' or 'tracking'"
        ),
    ])
    func `is named with its place and what was expected`(text: String, message: String) {
        #expect(messages(text) == [message])
    }

    @Test func `is named for every line and every option of all files`() {
        let text = """
            server a minpoll 99 maxpol 3
            makestep x y
            include /etc/b.conf
            pool 300.0.0.1 maxsources 0
            """
        #expect(
            messages(text, ["/etc/b.conf": "# fine\nallow 1.2.3.4.5\n"]) == [
                "ntpd.conf:1:18: minpoll POLL is '99'; expected an integer from -7 to 24",
                "ntpd.conf:1:21: unknown option 'maxpol' of server; did you mean 'maxpoll'?",
                "ntpd.conf:2:10: makestep THRESHOLD is 'x'; expected a number, 0 or more",
                "ntpd.conf:2:12: makestep LIMIT is 'y'; expected an integer",
                "/etc/b.conf:2:7: allow SUBNET is '1.2.3.4.5'; "
                    + "expected a subnet such as 192.0.2.0/24, an IP address or a host name",
                "ntpd.conf:4:6: pool HOST is '300.0.0.1'; expected a host name or an IP address",
                "ntpd.conf:4:27: maxsources SOURCES is '0'; expected an integer from 1 to 16",
            ])
    }

    @Test func `leaves what the rest says`() {
        let configuration = parse("server a minpoll 99 iburst\nport x\nmaxdistance 2").configuration
        #expect(configuration.sources.first?.options.initialBurst == true)
        #expect(configuration.selection.maximumDistance == 2)
    }

    @Test func `is shown without what a terminal would obey`() {
        #expect(messages("\u{1B}[2Jx\u{7F}") == ["ntpd.conf:1:1: unknown directive '\u{FFFD}[2Jx\u{FFFD}'"])
        let long = String(repeating: "x", count: 1000)
        #expect(messages(long) == ["ntpd.conf:1:1: unknown directive '\(long.prefix(60))…'"])
    }

    @Test func `counts columns in characters`() {
        #expect(
            messages("logdir /é/ü x") == [
                "ntpd.conf:1:13: logdir has a word too many, 'x'; expected 'logdir DIRECTORY'"
            ])
    }

    @Test func `is text that isn't UTF-8, where it counts`() {
        var files = MemoryFiles()
        files.bytes["ntpd.conf"] = Array("# caf".utf8) + [0xE9, 0x0A] + Array("logdir /caf".utf8) + [0xE9]
        let parsed = ConfigurationParser.parse(file: "ntpd.conf", in: files)
        #expect(
            parsed.diagnostics.map(\.description) == [
                "ntpd.conf:2:8: logdir DIRECTORY is '/caf\u{FFFD}'; expected a path"
            ])
    }

    @Test func `is a file that isn't text`() {
        #expect(
            messages("\0\u{1}\u{2}\n\n") == [
                "ntpd.conf:1:1: 'ntpd.conf' is not a text file; correct the path"
            ])
    }

    @Test func `is a file that isn't there, or can't be read`() {
        let files = MemoryFiles(["/a": "port 1"], unreadable: ["/a"])
        #expect(
            ConfigurationParser.parse(file: "/a", in: files).diagnostics.map(\.description) == [
                "/a:1:1: can't read '/a': Permission denied; make it readable or correct the path"
            ])
        #expect(
            ConfigurationParser.parse(file: "/b", in: files).diagnostics.map(\.description) == [
                "/b:1:1: can't read '/b': No such file or directory; create the file or correct the path"
            ])
    }
}

@Suite struct `The nearest name` {
    @Test(arguments: [
        ("makestp", "makestep"), ("mkaestep", "makestep"), ("severs", "server"), ("poll", "pool"),
        ("drift_file", "driftfile"), ("lokal", "local"), ("Keyfiles", "keyfile"), ("restrict", nil),
        ("x", nil),
        ("tinker", nil), ("", nil),
    ])
    func `is what was probably meant`(word: String, name: String?) {
        #expect(word.nearest(among: Directive.all.map(\.name)) == name)
    }
}
