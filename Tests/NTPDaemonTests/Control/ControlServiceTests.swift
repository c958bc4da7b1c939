// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPCore
import NTPServer
import NTPSystem
import Testing

@testable import NTPDaemon

@Suite struct `Access to commands over the network` {
    private static let now = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)

    private static func service(_ directives: String...) -> ControlService {
        let configuration = ConfigurationParser.parse(arguments: directives, in: MemoryFiles()).configuration
        return ControlService(configuration.command, ports: [], socket: nil)
    }

    private static func address(_ text: String) throws -> SocketAddress {
        try #require(SocketAddress(text, port: 4000))
    }

    @Test(arguments: ["127.0.0.1", "::1"])
    func `is always there for this machine`(host: String) throws {
        #expect(Self.service("cmddeny all").allows(try Self.address(host)))
    }

    @Test(arguments: ["127.0.0.2", "192.0.2.1", "2001:db8::1"])
    func `is denied to anybody else by default`(host: String) throws {
        #expect(!Self.service().allows(try Self.address(host)))
        #expect(Self.service("cmdallow").allows(try Self.address(host)))
    }

    @Test func `counts requests, but neither noise nor those that are denied`() throws {
        var service = Self.service("cmdallow 192.0.2.1")
        let request = [6, 1] + [UInt8](repeating: 0, count: 100)
        let noise = [6, 2] + [UInt8](repeating: 0, count: 100)
        let friend = try Self.address("192.0.2.1")
        let stranger = try Self.address("192.0.2.2")
        #expect(unsafe service.admit(request.span.bytes, from: friend, at: Self.now) != nil)
        #expect(unsafe service.admit(noise.span.bytes, from: friend, at: Self.now) == nil)
        #expect(unsafe service.admit(request.span.bytes, from: stranger, at: Self.now) == nil)
        #expect(service.hits == 1)
        #expect(service.drops == 0)
    }

    @Test func `is limited in rate for all but this machine`() throws {
        var service = Self.service("cmdallow", "cmdratelimit interval 4 burst 2 leak 4")
        let request = [6, 1] + [UInt8](repeating: 0, count: 100)
        let friend = try Self.address("192.0.2.1")
        let here = try Self.address("127.0.0.1")
        var answered = 0
        for _ in 0..<1600 where unsafe service.admit(request.span.bytes, from: friend, at: Self.now) != nil {
            answered += 1
        }
        #expect(50...170 ~= answered)
        #expect(service.drops == UInt64(1600 - answered))
        for _ in 0..<100 {
            #expect(unsafe service.admit(request.span.bytes, from: here, at: Self.now) != nil)
        }
    }
}
