// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc
import NTPSystem
import Testing

@Suite struct `File descriptors` {
    /// Opens and drops things often enough that a leak would hit the limit, which is 1,024 as a rule.
    static let repetitions = 3_000

    @Test func `are closed with their sockets`() throws {
        let server = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0))
        for _ in 0..<Self.repetitions {
            _ = try UDPSocket(connectingTo: server.localAddress)
        }
    }

    @Test func `are closed when a socket can't be had`() throws {
        let server = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0))
        for _ in 0..<Self.repetitions {
            let error = #expect(throws: SystemError.self) {
                _ = try UDPSocket(bindingTo: server.localAddress)
            }
            #expect(error?.code == EADDRINUSE)
        }
    }

    @Test func `are closed with files, written or not`() throws {
        let folder = try TemporaryFolder()
        for _ in 0..<Self.repetitions {
            _ = try LogFile(folder("log"))
            #expect(throws: SystemError.self) { try AtomicFile.write([1], to: folder("none/file")) }
        }
    }
}
