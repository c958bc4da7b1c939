// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Testing

@testable import NTPDaemon

@Suite struct `Exchanges with a peer` {
    private static func exchange(with other: SocketAddress) throws -> ClientExchange {
        ClientExchange(peer: SourceID(rawValue: 1), socket: try UDPSocket(connectingTo: other))
    }

    private static func stamp(_ sequence: UInt32?) -> TransmitTimestamp {
        TransmitTimestamp(time: .unixEpoch, sequence: sequence)
    }

    private let packet = [UInt8](repeating: 0, count: 48)

    @Test func `tell the stamp of a request from those of the packets before and after it`() throws {
        let other = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0))
        let exchange = try Self.exchange(with: other.localAddress)
        try unsafe exchange.send(packet.span.bytes)
        try unsafe exchange.send(request: packet.span.bytes)
        try unsafe exchange.send(packet.span.bytes)
        let isRequest = (0..<3).map { exchange.isRequest(Self.stamp($0)) }
        #expect(isRequest == [false, true, false])
        _ = other.localAddress  // It has to be there until then.
    }

    @Test func `take a stamp without a number for that of the latest packet`() throws {
        let other = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0))
        let exchange = try Self.exchange(with: other.localAddress)
        for _ in 0..<2 {
            try unsafe exchange.send(request: packet.span.bytes)
            #expect(exchange.isRequest(Self.stamp(nil)))
            try unsafe exchange.send(packet.span.bytes)
            #expect(!exchange.isRequest(Self.stamp(nil)))
        }
        _ = other.localAddress  // It has to be there until then.
    }
}
