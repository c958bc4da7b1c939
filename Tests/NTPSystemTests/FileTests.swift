// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc
import NTPSystem
import Testing

/// A folder for one test, removed with what is in it afterwards.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/ntp-system-tests.XXXXXX".utf8CString)
        try #require(unsafe mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        for name in names { unsafe unlink(path + "/" + name) }
        unsafe rmdir(path)
    }

    func callAsFunction(_ name: String) -> String {
        path + "/" + name
    }

    var names: [String] {
        (try? FileReader.names(in: path)) ?? []
    }
}

@Suite struct `Files` {
    static func text(_ path: String) throws -> String {
        String(decoding: try FileReader.contents(of: path), as: UTF8.self)
    }

    @Test func `are replaced as a whole`() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write(Array("old".utf8), to: folder("drift"))
        try AtomicFile.write(Array("new".utf8), to: folder("drift"))
        #expect(try Self.text(folder("drift")) == "new")
        #expect(folder.names == ["drift"])
    }

    @Test func `are replaced after a process was killed in the middle`() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write(Array("left over".utf8), to: folder("drift.tmp"))
        try AtomicFile.write(Array("new".utf8), to: folder("drift"))
        #expect(folder.names == ["drift"])
    }

    @Test func `keep their content when they can't be written`() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write(Array("old".utf8), to: folder("drift"))
        let fileSize = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
        var before = rlimit()
        try #require(unsafe getrlimit(fileSize, &before) == 0)
        signal(SIGXFSZ, SIG_IGN)
        var limit = before
        limit.rlim_cur = 100_000
        try #require(unsafe setrlimit(fileSize, &limit) == 0)
        let error = #expect(throws: SystemError.self) {
            try AtomicFile.write([UInt8](repeating: 1, count: 200_000), to: folder("drift"))
        }
        try #require(unsafe setrlimit(fileSize, &before) == 0)
        #expect(error?.description == "write \(folder("drift")): File too large")
        #expect(try Self.text(folder("drift")) == "old")
        #expect(folder.names == ["drift"])
    }

    @Test func `in a folder that isn't there are an error with a remedy`() throws {
        let error = #expect(throws: SystemError.self) {
            try AtomicFile.write([], to: "/nonexistent/folder/drift")
        }
        #expect(
            error?.description
                == "write /nonexistent/folder/drift: No such file or directory (its folder must exist)")
    }

    @Test func `take no device's place`() throws {
        let error = #expect(throws: SystemError.self) { try AtomicFile.write([1], to: "/dev/null") }
        #expect(error?.description == "write /dev/null: Invalid argument (it isn't a regular file)")
        #expect(try FileReader.contents(of: "/dev/null").isEmpty)
    }

    @Test func `aren't written through a link`() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write(Array("other".utf8), to: folder("target"))
        try #require(unsafe symlink(folder("target"), folder("drift.tmp")) == 0)
        try AtomicFile.write(Array("new".utf8), to: folder("drift"))
        #expect(try Self.text(folder("target")) == "other")
        #expect(try Self.text(folder("drift")) == "new")
    }

    @Test func `that are too long aren't read`() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([UInt8](repeating: 1, count: 101), to: folder("file"))
        #expect(try FileReader.contents(of: folder("file"), limit: 101).count == 101)
        let error = #expect(throws: SystemError.self) {
            try FileReader.contents(of: folder("file"), limit: 100)
        }
        #expect(error?.code == EFBIG)
    }

    @Test(arguments: [
        ("/nonexistent", "open /nonexistent: No such file or directory"),
        ("/tmp", "read /tmp: Is a directory"),
    ])
    func `that can't be read are named`(path: String, message: String) throws {
        let error = #expect(throws: SystemError.self) { try FileReader.contents(of: path) }
        #expect(error?.description == message)
    }

    @Test func `are found by pattern, sorted`() throws {
        let folder = try TemporaryFolder()
        for name in ["b.conf", "a.conf", "c.txt", ".hidden.conf"] {
            try AtomicFile.write([], to: folder(name))
        }
        defer { unsafe unlink(folder(".hidden.conf")) }
        #expect(FileReader.paths(matching: folder("*.conf")) == [folder("a.conf"), folder("b.conf")])
        #expect(FileReader.paths(matching: folder("*.none")).isEmpty)
        #expect(try FileReader.names(in: folder.path) == ["a.conf", "b.conf", "c.txt"])
        #expect(throws: SystemError.self) { try FileReader.names(in: folder("a.conf")) }
    }
}

@Suite struct `Log file` {
    @Test func `is appended to, also after another program moved it`() throws {
        let folder = try TemporaryFolder()
        var log = try LogFile(folder("log"))
        #expect(log.size == 0)
        try log.append("one\n")
        #expect(log.size == 4)
        try #require(unsafe rename(folder("log"), folder("log.1")) == 0)
        try log.append("two\n")
        try log.reopen()
        try log.append("three\n")
        #expect(try Files.text(folder("log.1")) == "one\ntwo\n")
        #expect(try Files.text(folder("log")) == "three\n")
    }

    @Test func `isn't opened through a link`() throws {
        let folder = try TemporaryFolder()
        try #require(unsafe symlink("/etc/passwd", folder("log")) == 0)
        #expect(throws: SystemError.self) { _ = try LogFile(folder("log")) }
    }

    @Test func `says that the disk is full`() throws {
        let log = try LogFile("/dev/full")
        let error = #expect(throws: SystemError.self) { try log.append("line\n") }
        #expect(error?.description == "write /dev/full: No space left on device")
    }
}

@Suite struct `PID file` {
    @Test func `holds the process's number until it is removed`() throws {
        let folder = try TemporaryFolder()
        let file = try PIDFile(folder("pid"))
        #expect(try Files.text(file.path) == "\(getpid())\n")
        file.remove()
        #expect(folder.names.isEmpty)
    }

    @Test(arguments: ["1\n", "\(getpid())\n", "2000000000\n", "", "garbage\n", "-1\n"])
    func `is replaced when nobody can hold it`(content: String) throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write(Array(content.utf8), to: folder("pid"))
        _ = try PIDFile(folder("pid"))
        #expect(try Files.text(folder("pid")) == "\(getpid())\n")
    }

    @Test func `of a living time server is left alone`() throws {
        let folder = try TemporaryFolder()
        let twin = try Sleeper(named: "ntpd", in: folder)
        try AtomicFile.write(Array("\(twin.process)\n".utf8), to: folder("pid"))
        let error = #expect(throws: SystemError.self) { _ = try PIDFile(folder("pid")) }
        #expect(error?.description.contains("process \(twin.process) is running") == true)
        #expect(try Files.text(folder("pid")) == "\(twin.process)\n")
    }

    @Test func `of a process with another name, which has got the number since, is replaced`() throws {
        let folder = try TemporaryFolder()
        let stranger = try Sleeper(named: "stranger", in: folder)
        try AtomicFile.write(Array("\(stranger.process)\n".utf8), to: folder("pid"))
        _ = try PIDFile(folder("pid"))
        #expect(try Files.text(folder("pid")) == "\(getpid())\n")
    }

    @Test func `is not removed when another one has taken its place`() throws {
        let folder = try TemporaryFolder()
        let file = try PIDFile(folder("pid"))
        try AtomicFile.write(Array("7\n".utf8), to: folder("pid"))
        file.remove()
        #expect(try Files.text(folder("pid")) == "7\n")
    }

    @Test func `isn't a link`() throws {
        let folder = try TemporaryFolder()
        try #require(unsafe symlink("/etc/passwd", folder("pid")) == 0)
        #expect(throws: SystemError.self) { _ = try PIDFile(folder("pid")) }
    }
}
