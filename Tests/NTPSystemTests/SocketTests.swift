// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Testing

@Suite struct `UDP socket` {
    static let families = AddressFamily.allCases

    @Test(arguments: families)
    func `serves a client and learns when and where requests came`(family: AddressFamily) throws {
        let server = try UDPSocket(bindingTo: .unspecified(family, port: 0))
        #expect(server.refusals.isEmpty)
        let address = SocketAddress.loopback(family, port: server.localAddress.port)
        let client = try UDPSocket(connectingTo: address)
        #expect(client.refusals.isEmpty)
        var batch = DatagramBatch(capacity: 4)

        let before = RealtimeClock.now
        try Exchange.send([1, 2, 3], through: client)
        let request = try #require(try Exchange.receive(from: server, into: &batch).first)
        #expect(request.bytes == [1, 2, 3])
        #expect(request.datagram.peer == client.localAddress)
        #expect(request.datagram.localAddress?.host == address.host)
        #expect(request.datagram.interface > 0)
        #expect(!request.datagram.isTruncated)
        #expect(request.datagram.stampedBy == .kernel)
        #expect(request.datagram.receivedAt >= before && request.datagram.receivedAt <= RealtimeClock.now)

        let report = Exchange.answer(on: server, with: &batch)
        #expect(report.sent == 1 && report.failure == nil)
        let reply = try #require(try Exchange.receive(from: client, into: &batch).first)
        #expect(reply.bytes == [3, 2, 1])
        #expect(reply.datagram.peer == address)
        #expect(reply.datagram.receivedAt > request.datagram.receivedAt)
    }

    @Test(arguments: families)
    func `stamps what it has sent`(family: AddressFamily) throws {
        let server = try UDPSocket(bindingTo: .loopback(family, port: 0))
        let client = try UDPSocket(connectingTo: server.localAddress)
        var sequences: [UInt32?] = []
        for _ in 0..<3 {
            let before = RealtimeClock.now
            try Exchange.send([UInt8](repeating: 0, count: 48), through: client)
            #expect(try Exchange.wait(for: client.descriptor).contains(.error))
            let stamp = try #require(try client.takeTransmitTimestamp())
            #expect(stamp.time >= before && stamp.time <= RealtimeClock.now)
            sequences.append(stamp.sequence)
        }
        #expect(sequences == [0, 1, 2])
        #expect(try client.takeTransmitTimestamp() == nil)
    }

    @Test(arguments: families)
    func `that is to have hardware stamps has the kernel's, with the interface, where there are none`(
        family: AddressFamily
    ) throws {
        var options = UDPSocket.Options()
        options.usesHardwareStamps = true
        let server = try UDPSocket(bindingTo: .loopback(family, port: 0), options: options)
        let client = try UDPSocket(connectingTo: server.localAddress, options: options)
        #expect(server.hasHardwareStamps && client.hasHardwareStamps)
        try Exchange.send([UInt8](repeating: 0, count: 48), through: client)
        #expect(try Exchange.wait(for: client.descriptor).contains(.error))
        let stamp = try #require(try client.takeTransmitTimestamp())
        #expect(!stamp.isByHardware)
        #expect(NetworkInterface.all.contains { $0.name == "lo" && $0.index == stamp.interface })

        var batch = DatagramBatch(capacity: 4)
        let request = try #require(try Exchange.receive(from: server, into: &batch).first)
        #expect(request.datagram.stampedBy == .kernel)
        batch.restamp { _, _ in
            Issue.record("the loopback interface has no hardware")
            return nil
        }
    }

    @Test func `answers from the address that was asked`() throws {
        let server = try UDPSocket(bindingTo: .unspecified(.ipv4, port: 0))
        let secondary = SocketAddress(ipv4: 0x7F00_0002, port: server.localAddress.port)
        let client = try UDPSocket(connectingTo: secondary)
        var batch = DatagramBatch(capacity: 4)
        try Exchange.send([7], through: client)
        let request = try #require(try Exchange.receive(from: server, into: &batch).first)
        #expect(request.datagram.localAddress?.host == "127.0.0.2")
        _ = Exchange.answer(on: server, with: &batch)
        // A connected socket takes nothing from anybody else.
        #expect(try Exchange.receive(from: client, into: &batch).map(\.bytes) == [[7]])
    }

    @Test func `says who may hold a port that is taken`() throws {
        let first = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0))
        let address = first.localAddress
        let error = #expect(throws: SystemError.self) {
            _ = try UDPSocket(bindingTo: address)
        }
        #expect(
            error?.description == """
                bind \(address): Address already in use \
                (another NTP server is running there: stop it, or choose another 'port')
                """)
    }

    @Test func `notices a taken port even when it is to share its own`() throws {
        var options = UDPSocket.Options()
        options.sharesAddress = true
        let first = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0), options: options)
        let address = first.localAddress
        #expect(throws: SystemError.self) {
            _ = try UDPSocket(bindingTo: address, options: options)
        }
    }

    @Test func `can send requests from the port that it serves`() throws {
        var options = UDPSocket.Options()
        options.sharesAddress = true
        let other = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0))
        let server = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0), options: options)
        let client = try UDPSocket(
            connectingTo: other.localAddress, from: server.localAddress, options: options)
        #expect(client.localAddress == server.localAddress)
    }

    @Test func `divides a port among those that agree to it`() throws {
        var options = UDPSocket.Options()
        options.sharesLoad = true
        let first = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0), options: options)
        let second = try UDPSocket(bindingTo: first.localAddress, options: options)
        #expect(second.localAddress == first.localAddress)
    }

    @Test func `says that an address isn't ours`() throws {
        let foreign = try #require(SocketAddress("192.0.2.1", port: 11_123))
        let error = #expect(throws: SystemError.self) { _ = try UDPSocket(bindingTo: foreign) }
        #expect(error?.description.contains("no network interface") == true)
    }

    @Test func `carries on without an option that is refused, and tells`() throws {
        var options = UDPSocket.Options()
        options.interface = "nosuchinterface"
        let socket = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0), options: options)
        #expect(socket.refusals.count == 1)
        #expect(socket.refusals.first?.description.contains("SO_BINDTODEVICE nosuchinterface") == true)
    }

    @Test func `reports that nobody listens`() throws {
        let address = try { try UDPSocket(bindingTo: .loopback(.ipv4, port: 0)).localAddress }()
        let client = try UDPSocket(connectingTo: address)
        try Exchange.send([1], through: client)
        #expect(try Exchange.wait(for: client.descriptor).contains(.error))
        var batch = DatagramBatch(capacity: 1)
        // The stamp of transmission and the refusal arrive in any order.
        _ = try? client.takeTransmitTimestamp()
        do throws(SystemError) {
            try batch.receive(from: client)
            Issue.record("no error")
        } catch {
            #expect(error.isUnreachable, "\(error)")
        }
    }

    @Test func `sends with the code point that was asked for`() throws {
        var options = UDPSocket.Options()
        options.dscp = 46
        for family in AddressFamily.allCases {
            let socket = try UDPSocket(bindingTo: .loopback(family, port: 0), options: options)
            #expect(socket.refusals.isEmpty)
        }
    }
}
