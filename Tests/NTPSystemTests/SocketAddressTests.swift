// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPSystem
import Testing

@Suite struct `Socket address` {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1:123"), ("::1", "[::1]:123"), ("2001:DB8::A", "[2001:db8::a]:123"),
        ("0.0.0.0", "0.0.0.0:123"), ("::", "[::]:123"), ("fe80::1%lo", "[fe80::1%lo]:123"),
        ("fe80::1%4242", "[fe80::1%4242]:123"), ("::ffff:192.0.2.1", "192.0.2.1:123"),
    ])
    func `is printed as it was read`(text: String, expected: String) throws {
        let address = try #require(SocketAddress(text, port: 123))
        #expect(address.description == expected)
        #expect(SocketAddress(address.host, port: 123) == address)
    }

    @Test(arguments: [
        "", "localhost", "127.1", "1.2.3.4.5", "256.0.0.1", "::1%", "fe80::1%nosuchinterface", "1.2.3.4 ",
        "1.2.3.4\0",
        "0x7f000001", ":::", "1::2::3", "::1%0", String(repeating: "1", count: 1000),
    ])
    func `isn't read from anything else`(text: String) {
        #expect(SocketAddress(text, port: 123) == nil)
    }

    @Test func `tells the families apart`() throws {
        let four = try #require(SocketAddress("10.1.2.3", port: 0))
        let six = try #require(SocketAddress("::10.1.2.3", port: 0))
        #expect(four.family == .ipv4 && four.ipv4 == 0x0A01_0203)
        #expect(six.family == .ipv6 && six.ipv4 == nil)
        #expect(four != six)
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.255.0.1", true), ("128.0.0.1", false), ("::1", true), ("::2", false),
        ("0.0.0.1", false), ("fe80::1", false), ("::7f00:1", false),
    ])
    func `knows the loopback`(text: String, expected: Bool) throws {
        #expect(try #require(SocketAddress(text, port: 123)).isLoopback == expected)
    }

    @Test(arguments: AddressFamily.allCases)
    func `has an unspecified and a loopback form`(family: AddressFamily) {
        #expect(SocketAddress.unspecified(family, port: 1).isUnspecified)
        #expect(SocketAddress.unspecified(family, port: 1).family == family)
        #expect(SocketAddress.loopback(family, port: 1).isLoopback)
        #expect(SocketAddress.loopback(family, port: 1).family == family)
    }
}
