// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Testing

@Suite struct `Sockets that share a port` {
    private static let count = 4

    @Test func `get all requests of a sender, whatever its port, and each some senders`() throws {
        let group = try Group(count: Self.count)
        try group.sockets[0].socket.divideBySender(among: Self.count, key: 0x9E37_79B9)
        var receivers: [Int: Int] = [:]
        for sender in 2..<66 {
            let indices = try (0..<4).map { _ in try group.receiver(ofRequestFrom: UInt32(sender)) }
            #expect(Set(indices).count == 1, "127.0.0.\(sender) got to \(indices)")
            receivers[indices[0], default: 0] += 1
        }
        // 16 of 64 each on average; fewer than 4 in one time out of 100,000.
        #expect(receivers.count == Self.count && receivers.values.allSatisfy { $0 >= 4 }, "\(receivers)")
    }

    @Test func `are not to be had where another server is without sharing`() throws {
        let other = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0))
        var options = UDPSocket.Options()
        options.sharesLoad = true
        #expect(throws: SystemError.self) {
            _ = try UDPSocket(bindingTo: other.localAddress, options: options)
        }
    }
}

/// Sockets on one port, and the way to ask which of them a request gets to.
private struct Group {
    /// An array can't hold a socket otherwise.
    final class Box {
        let socket: UDPSocket

        init(_ socket: consuming UDPSocket) {
            self.socket = socket
        }
    }

    let sockets: [Box]
    private let address: SocketAddress

    init(count: Int) throws {
        var options = UDPSocket.Options()
        options.sharesLoad = true
        var address = SocketAddress.loopback(.ipv4, port: 0)
        var sockets: [Box] = []
        for _ in 0..<count {
            let box = Box(try UDPSocket(bindingTo: address, options: options))
            address = box.socket.localAddress
            sockets.append(box)
        }
        self.address = address
        self.sockets = sockets
    }

    /// The index of the socket that a request from 127.0.0.`sender`, from any port, gets to.
    func receiver(ofRequestFrom sender: UInt32) throws -> Int {
        let local = SocketAddress(ipv4: 0x7F00_0000 + sender, port: 0)
        let client = try UDPSocket(connectingTo: address, from: local)
        try Exchange.send([1], through: client)
        var batch = DatagramBatch(capacity: 4)
        // On loopback, a datagram has arrived when the call that sends it returns.
        for (index, box) in sockets.enumerated() where try batch.receive(from: box.socket) > 0 {
            return index
        }
        throw SystemError(code: 0, operation: "find the request")
    }
}
