// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc
import NTPControl
import NTPControlClient
import NTPCore
import NTPSystem
import Testing

/// With sockets. A daemon that answers is met in the interoperability checks.
@Suite struct `Client` {
    private static let impatience = Patience(timeout: 0.01, retries: 2)

    @Test func `asks again, with twice the patience, and then gives up`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/silent.sock"
        let daemon = try UnixDatagramSocket(bindingTo: path)
        var client = ControlClient([.unix(path)], patience: Self.impatience)
        let start = MonotonicClock.now
        #expect(throws: ControlError.unreachable([.init(.unix(path), .silence(0.07))])) {
            try client.tracking()
        }
        #expect(MonotonicClock.now.seconds(since: start) >= 0.07)
        var attempts: [UInt16] = []
        for _ in 0..<4 {
            try daemon.answer { request in
                attempts += RequestHeader(parsing: request).map { [$0.attempt] } ?? []
                return nil
            }
        }
        #expect(attempts == [0, 1, 2])
    }

    @Test func `leaves no socket behind`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/silent.sock"
        let daemon = try UnixDatagramSocket(bindingTo: path)
        do {
            var client = ControlClient([.unix(path)], patience: Self.impatience)
            _ = try? client.tracking()
        }
        #expect(try FileReader.names(in: folder.path) == ["silent.sock"])
        daemon.remove()
    }

    @Test func `tries one place after the other`() throws {
        let folder = try TemporaryFolder()
        let missing = ControlEndpoint.unix(folder.path + "/missing.sock")
        // Nobody listens on the discard port of a loopback address of no other use.
        let closed = ControlEndpoint.udp(SocketAddress(ipv4: 0x7F7F_7F7F, port: 9))
        var client = ControlClient([missing, closed], patience: Self.impatience)
        let error = #expect(throws: ControlError.self) { try client.tracking() }
        guard case .unreachable(let attempts) = error else { return }
        #expect(attempts.map(\.endpoint) == [missing, closed])
    }

    @Test func `has a socket that the daemon may answer to, whatever user it is`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/daemon.sock"
        let daemon = try UnixDatagramSocket(bindingTo: path)
        let local = folder.path + "/client.sock"
        let client = try DatagramClient(connectingTo: path, from: local)
        var status = stat()
        #expect(unsafe lstat(local, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o777)
        _ = client.descriptor
        daemon.remove()
    }
}
