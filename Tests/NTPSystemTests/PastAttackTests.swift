// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc
import NTPSystem
import Testing

/// What files have been misused for before, by the numbers of docs/threat-model.md; Tests/Mutations shows that each of
/// these fails without its protection.
@Suite struct `Past attacks by files` {
    /// A file that must not be touched, and a link to it where the daemon is going to write.
    private struct Trap {
        let folder: TemporaryFolder
        var victim: String { folder("victim") }

        init(at name: String) throws {
            folder = try TemporaryFolder()
            try AtomicFile.write(Array("precious".utf8), to: folder("victim"))
            try #require(unsafe symlink(folder("victim"), folder(name)) == 0)
        }

        var isUntouched: Bool { (try? Files.text(victim)) == "precious" }
    }

    @Test func `15 links: the PID file isn't written through one`() throws {
        let trap = try Trap(at: "pid")
        #expect(throws: SystemError.self) { _ = try PIDFile(trap.folder("pid")) }
        #expect(trap.isUntouched)
    }

    @Test func `15 links: a state file isn't written through one`() throws {
        let trap = try Trap(at: "drift.tmp")
        try AtomicFile.write(Array("new".utf8), to: trap.folder("drift"))
        #expect(trap.isUntouched)
    }

    @Test func `15 links: a log isn't appended to through one`() throws {
        let trap = try Trap(at: "log")
        #expect(throws: SystemError.self) { _ = try LogFile(trap.folder("log")) }
        #expect(trap.isUntouched)
    }

    @Test func `15 links: the command socket doesn't take the place of a file`() throws {
        let trap = try Trap(at: "socket")
        #expect(throws: SystemError.self) { _ = try UnixDatagramSocket(bindingTo: trap.folder("socket")) }
        #expect(throws: SystemError.self) { _ = try UnixDatagramSocket(bindingTo: trap.victim) }
        #expect(trap.isUntouched)
    }

    @Test func `20 no program: what is opened is closed if one is ever executed`() throws {
        let folder = try TemporaryFolder()
        let log = try LogFile(folder("log"))
        let socket = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0))
        #expect(fcntl(socket.descriptor, F_GETFD) & FD_CLOEXEC != 0)
        for number in 3..<256 as Range<Int32> where Self.path(of: number) == log.path {
            #expect(fcntl(number, F_GETFD) & FD_CLOEXEC != 0)
        }
    }

    private static func path(of descriptor: Int32) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let length = unsafe readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
