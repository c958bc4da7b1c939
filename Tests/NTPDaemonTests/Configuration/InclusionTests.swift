// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPDaemon

@Suite struct `An included file` {
    @Test func `is read where it is named`() {
        let parsed = parse(
            "maxdistance 1\ninclude /etc/b.conf\nmaxjitter 1", ["/etc/b.conf": "maxdistance 2\nmaxjitter 2"])
        #expect(parsed.diagnostics.isEmpty)
        #expect(parsed.configuration.selection.maximumDistance == 2)
        #expect(parsed.configuration.selection.maximumJitter == 1)
    }

    @Test func `may be one of many that match a pattern, in the order of their names`() {
        let parsed = parse(
            "include /etc/d/[ab]*.conf",
            [
                "/etc/d/b.conf": "pool b", "/etc/d/a.conf": "pool a", "/etc/d/a.txt": "pool txt",
                "/etc/d/c.conf": "pool c", "/etc/d/a/x.conf": "pool x",
            ])
        #expect(parsed.diagnostics.isEmpty)
        #expect(parsed.configuration.sources.map(\.host) == [.name("a"), .name("b")])
    }

    @Test func `may be none that matches a pattern`() {
        #expect(messages("include /etc/d/*.conf") == [])
    }

    @Test func `has to be there when it is named`() {
        #expect(
            messages("port 1\n include /etc/b.conf") == [
                "ntpd.conf:2:2: can't read '/etc/b.conf': No such file or directory; "
                    + "create the file or correct the path"
            ])
    }

    @Test func `can't include itself`() {
        #expect(
            messages("include /b", ["/b": "include /c", "/c": "port 1\ninclude /b\nport x"]) == [
                "/c:2:1: '/b' includes itself: /b > /c > /b; remove the line",
                "/c:3:6: port PORT is 'x'; expected an integer from 0 to 65535",
            ])
        #expect(
            messages("include ntpd.conf") == [
                "ntpd.conf:1:1: 'ntpd.conf' includes itself: ntpd.conf > ntpd.conf; remove the line"
            ])
    }

    @Test func `can't be ten levels deep`() {
        let files = (1...12).map { ("/\($0)", "maxsamples \($0)\ninclude /\($0 + 1)") }
        let parsed = parse("include /1", Dictionary(uniqueKeysWithValues: files))
        #expect(parsed.configuration.client.maximumSamples == 9)
        #expect(
            parsed.diagnostics.map(\.description) == [
                "/9:2:1: '/10' is included through 10 files; expected at most 9; include it further up"
            ])
    }

    @Test func `may be included twice`() {
        #expect(parse("include /b\ninclude /b", ["/b": "pool b"]).configuration.sources.count == 2)
    }

    @Test func `is read a thousand times at most, however few files include each other`() {
        let include = { (path: String) in
            Array(repeating: "include \(path)", count: 100).joined(separator: "\n")
        }
        let parsed = parse(include("/b"), ["/b": include("/c"), "/c": "pool c"])
        // After each "/b", which is read in full, its hundred times "/c".
        #expect(parsed.configuration.sources.count == 990)
        #expect(
            parsed.diagnostics.map(\.description) == [
                "/b:91:1: '/c' is a file too many; expected at most 1000 in all, each counted as often as it is "
                    + "included; include each once"
            ])
    }
}

@Suite struct `A configuration directory` {
    let files = [
        "/etc/d/20.conf": "pool d20", "/etc/d/10.conf": "pool d10", "/etc/d/30.off": "pool off",
        "/lib/d/10.conf": "pool lib10", "/lib/d/15.conf": "pool lib15", "/lib/d/B.conf": "pool libB",
    ]

    @Test func `has its files read in the order of their names`() {
        #expect(
            parse("confdir /lib/d/", files).configuration.sources.map(\.host.description) == [
                "lib10", "lib15", "libB",
            ])
    }

    @Test func `hides files of the same name in those behind it`() {
        #expect(
            parse("confdir /etc/d /lib/d", files).configuration.sources.map(\.host.description) == [
                "d10", "lib15", "d20", "libB",
            ])
        #expect(
            parse("confdir /etc/d\nconfdir /lib/d", files).configuration.sources.map(\.host.description) == [
                "d10", "d20", "lib10", "lib15", "libB",
            ])
    }

    @Test func `needn't be there, but has to be readable`() {
        #expect(messages("confdir /nowhere") == [])
        let files = MemoryFiles(["ntpd.conf": "confdir /root"], unreadable: ["/root"])
        #expect(
            ConfigurationParser.parse(file: "ntpd.conf", in: files).diagnostics.map(\.description) == [
                "ntpd.conf:1:1: can't list '/root': Permission denied; make it readable or correct the path"
            ])
    }

    @Test func `is one of at most ten`() {
        let eleven = (1...11).map { "/\($0)" }.joined(separator: " ")
        #expect(
            messages("confdir \(eleven)") == [
                "ntpd.conf:1:40: confdir has a word too many, '/11'; expected 'confdir DIRECTORY...'"
            ])
    }
}

@Suite struct `A source directory` {
    @Test func `has sources that are read apart from the rest`() {
        let files = MemoryFiles([
            "ntpd.conf": "sourcedir /run/a /run/b\nserver main", "/run/a/eth0.sources": "server a iburst\n",
            "/run/b/eth0.sources": "server b\n", "/run/b/eth1.sources": "# none\npool c\n",
        ])
        let main = ConfigurationParser.parse(file: "ntpd.conf", in: files)
        #expect(main.configuration.sources.map(\.host.description) == ["main"])
        let more = ConfigurationParser.parse(
            sourceDirectories: main.configuration.sourceDirectories, in: files)
        #expect(more.diagnostics.isEmpty)
        #expect(more.configuration.sources.map(\.host.description) == ["a", "c"])
    }

    @Test func `has nothing but sources`() {
        let files = MemoryFiles(["/run/a/x.sources": "makestep 1 3\nserver a\nserver\n"])
        let parsed = ConfigurationParser.parse(sourceDirectories: [["/run/a"]], in: files)
        #expect(parsed.configuration.sources.count == 1)
        #expect(
            parsed.diagnostics.map(\.description) == [
                "/run/a/x.sources:1:1: 'makestep' can't be used here; expected server, pool or peer",
                "/run/a/x.sources:3:7: server lacks HOST; expected 'server HOST [OPTION]...'",
            ])
    }

    @Test func `ignores a line that isn't finished yet`() {
        let files = MemoryFiles(["/run/a/x.sources": "server a\nserver b.exam"])
        let parsed = ConfigurationParser.parse(sourceDirectories: [["/run/a"]], in: files)
        #expect(parsed.configuration.sources.map(\.host.description) == ["a"])
        #expect(
            parsed.diagnostics.map(\.description) == [
                "/run/a/x.sources:2:1: warning: the last line has no end yet, and is left out"
            ])
    }
}

@Suite struct `A path with wildcards` {
    @Test(arguments: [
        ("/d/*.conf", ["/d/a.conf", "/d/ab.conf", "/d/b.conf"]), ("/d/?.conf", ["/d/a.conf", "/d/b.conf"]),
        ("/d/[!a]*", ["/d/[x", "/d/b.conf"]), ("/d/[a-b].conf", ["/d/a.conf", "/d/b.conf"]),
        ("/d/a*b*f", ["/d/ab.conf"]), ("/d/.h*", ["/d/.hidden.conf"]), ("/d/[x", ["/d/[x"]),
        ("/*/a.conf", ["/d/a.conf", "/e/a.conf"]), ("/[de]/*b*", ["/d/ab.conf", "/d/b.conf"]), ("/d/x*", []),
        ("/d/*/a.conf", []), ("/x/*", []), ("*.conf", ["here.conf"]), ("/d/[]]*", []), ("/d/[[]x", ["/d/[x"]),
    ])
    func `stands for the files that match`(pattern: String, paths: [String]) {
        let names = [
            "/d/a.conf", "/d/b.conf", "/d/ab.conf", "/d/.hidden.conf", "/d/[x", "/e/a.conf", "./here.conf",
        ]
        let files = MemoryFiles(Dictionary(uniqueKeysWithValues: names.map { ($0, "") }))
        #expect(PathPattern(pattern).matches(in: files) == paths)
    }

    @Test func `is matched in no time, however twisted`() {
        let name = String(repeating: "a", count: 200)
        let pattern = String(repeating: "*a", count: 60) + "b"
        #expect(PathPattern("/d/\(pattern)").matches(in: MemoryFiles(["/d/\(name)": ""])) == [])
    }
}
