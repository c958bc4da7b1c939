// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc
import NTPSystem
import Testing

/// A program that talks to a daemon's socket; bound to a path of its own unless that is empty.
private final class Client {
    let number: Int32

    init(path: String) {
        number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard !path.isEmpty else { return }
        unsafe unlink(path)
        _ = unsafe Self.withAddress(path) { unsafe bind(number, $0, $1) }
    }

    deinit {
        close(number)
    }

    @discardableResult
    func send(_ bytes: [UInt8], to path: String) -> Int {
        unsafe Self.withAddress(path) { unsafe sendto(number, bytes, bytes.count, 0, $0, $1) }
    }

    /// What has come; nil when nothing has.
    func receive() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe recv(number, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return count < 0 ? nil : Array(buffer.prefix(count))
    }

    private static func withAddress<Result>(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

@Suite struct `Unix socket` {
    /// Takes what is waiting and answers it reversed; the bytes that were taken.
    private static func answer(_ socket: borrowing UnixDatagramSocket) throws -> [UInt8]? {
        var taken: [UInt8]?
        try socket.answer { bytes in
            taken = (0..<bytes.byteCount).map { unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
            return taken?.reversed()
        }
        return taken
    }

    @Test func `answers a program at its path`() throws {
        let folder = try TemporaryFolder()
        let socket = try UnixDatagramSocket(bindingTo: folder("daemon"))
        let client = Client(path: folder("client"))
        client.send([1, 2, 3], to: folder("daemon"))
        #expect(try Self.answer(socket) == [1, 2, 3])
        #expect(client.receive() == [3, 2, 1])
        #expect(try Self.answer(socket) == nil)
    }

    @Test func `takes a program without a path, or one that is gone, for no error`() throws {
        let folder = try TemporaryFolder()
        let socket = try UnixDatagramSocket(bindingTo: folder("daemon"))
        Client(path: "").send([1], to: folder("daemon"))
        Client(path: folder("gone")).send([2], to: folder("daemon"))
        #expect(try Self.answer(socket) == [1])
        #expect(try Self.answer(socket) == [2])
    }

    @Test func `passes over what is longer than any request`() throws {
        let folder = try TemporaryFolder()
        let socket = try UnixDatagramSocket(bindingTo: folder("daemon"))
        let client = Client(path: folder("client"))
        client.send(Array(repeating: 0, count: 3000), to: folder("daemon"))
        client.send([7], to: folder("daemon"))
        #expect(try Self.answer(socket) == nil)
        #expect(try Self.answer(socket) == [7])
    }

    @Test func `is for its owner and group alone`() throws {
        let folder = try TemporaryFolder()
        let socket = try UnixDatagramSocket(bindingTo: folder("daemon"))
        #expect(FileStatus(socket.path)?.kind == .socket)
        #expect(FileStatus(socket.path)?.permissions == 0o660)
    }

    @Test func `takes the place of one that a process has left`() throws {
        let folder = try TemporaryFolder()
        // Closed without being removed, as when a process is killed.
        _ = Client(path: folder("daemon"))
        #expect(folder.names == ["daemon"])
        let socket = try UnixDatagramSocket(bindingTo: folder("daemon"))
        Client(path: "").send([1], to: folder("daemon"))
        #expect(try Self.answer(socket) == [1])
    }

    @Test func `leaves the socket of a living process alone`() throws {
        let folder = try TemporaryFolder()
        let first = try UnixDatagramSocket(bindingTo: folder("daemon"))
        let error = try #require(throws: SystemError.self) {
            _ = try UnixDatagramSocket(bindingTo: folder("daemon"))
        }
        #expect(error.remedy?.contains("another daemon listens there") == true)
        Client(path: "").send([1], to: folder("daemon"))
        #expect(try Self.answer(first) == [1])
    }

    @Test func `never replaces what isn't a socket`() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write(Array("precious".utf8), to: folder("daemon"))
        #expect(throws: SystemError.self) { _ = try UnixDatagramSocket(bindingTo: folder("daemon")) }
        #expect(try FileReader.contents(of: folder("daemon")).count == 8)
    }

    @Test func `refuses a path that is too long for an address`() throws {
        let folder = try TemporaryFolder()
        let path = folder(String(repeating: "x", count: 100))
        #expect(throws: SystemError.self) { _ = try UnixDatagramSocket(bindingTo: path) }
    }

    @Test func `removes its path, but not that of its successor`() throws {
        let folder = try TemporaryFolder()
        let socket = try UnixDatagramSocket(bindingTo: folder("daemon"))
        socket.remove()
        #expect(folder.names.isEmpty)

        let old = try UnixDatagramSocket(bindingTo: folder("daemon"))
        unsafe unlink(folder("daemon"))
        let new = try UnixDatagramSocket(bindingTo: folder("daemon"))
        old.remove()
        #expect(folder.names == ["daemon"])
        new.remove()
    }
}

@Suite struct `A folder` {
    @Test func `has the permissions asked for, whatever the mask`() throws {
        let folder = try TemporaryFolder()
        let path = folder("sockets")
        defer { unsafe rmdir(path) }
        let mask = umask(0o077)
        defer { umask(mask) }
        try Folder.create(path, permissions: 0o770, user: getuid(), group: getgid())
        let status = try #require(FileStatus(path))
        #expect(status.kind == .folder)
        #expect(status.permissions == 0o770)
        #expect(status.user == getuid() && status.group == getgid())
    }

    @Test func `is not made twice`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: SystemError.self) {
            try Folder.create(folder.path, permissions: 0o770, user: getuid(), group: getgid())
        }
    }
}
