// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc
import Testing

@testable import NTPDaemon

@Suite struct `A file of this computer` {
    @Test func `is read from its beginning to its end`() throws {
        let bytes = try SystemFiles().contents(of: "/proc/self/cmdline")
        #expect(!bytes.isEmpty)
    }

    @Test func `is listed in its directory`() throws {
        let names = try SystemFiles().names(in: "/proc/self")
        #expect(names.contains("cmdline"))
        #expect(!names.contains(".."))
    }

    @Test func `that isn't there is said to be missing`() {
        #expect(throws: FileAccessError(isMissing: true, reason: "No such file or directory")) {
            try SystemFiles().contents(of: "/nowhere/ntpd.conf")
        }
        #expect(throws: FileAccessError(isMissing: true, reason: "No such file or directory")) {
            try SystemFiles().names(in: "/nowhere")
        }
    }

    @Test func `without an end is given up`() {
        #expect(throws: FileAccessError(reason: "longer than 16777216 bytes")) {
            try SystemFiles().contents(of: "/dev/zero")
        }
    }

    @Test func `that is a directory can't be read`() {
        #expect(throws: FileAccessError(reason: "Is a directory")) {
            try SystemFiles().contents(of: "/proc")
        }
    }
}

@Suite struct `The configuration without a path` {
    @Test func `is ours before chrony's`() {
        let chrony = ["/etc/chrony/chrony.conf": "", "/etc/chrony.conf": ""]
        #expect(ConfigurationPath.first(in: MemoryFiles()) == nil)
        #expect(ConfigurationPath.first(in: MemoryFiles(["/etc/chrony.conf": ""])) == "/etc/chrony.conf")
        #expect(ConfigurationPath.first(in: MemoryFiles(chrony)) == "/etc/chrony/chrony.conf")
        let ours = MemoryFiles(chrony.merging(["/etc/ntpd.conf": ""]) { $1 })
        #expect(ConfigurationPath.first(in: ours) == "/etc/ntpd.conf")
    }

    @Test func `isn't passed over for being unreadable`() {
        let files = MemoryFiles(["/etc/chrony.conf": ""], unreadable: ["/etc/ntpd.conf"])
        #expect(ConfigurationPath.first(in: files) == "/etc/ntpd.conf")
    }
}
