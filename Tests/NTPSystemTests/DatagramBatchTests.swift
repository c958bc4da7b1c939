// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Testing

@Suite struct `Datagram batch` {
    /// A server on the loopback and a client of it.
    static func withPair(
        _ body: (borrowing UDPSocket, borrowing UDPSocket) throws -> Void
    ) throws {
        let server = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0))
        let client = try UDPSocket(connectingTo: server.localAddress)
        try body(server, client)
    }

    @Test func `takes as many as fit and leaves the rest`() throws {
        try Self.withPair { server, client in
            for number in 0..<10 as Range<UInt8> { try Exchange.send([number], through: client) }
            var batch = DatagramBatch(capacity: 4)
            var received: [UInt8] = []
            for expected in [4, 4, 2, 0] {
                #expect(try batch.receive(from: server) == expected)
                #expect(batch.count == expected)
                batch.forEach { _, bytes in received.append(unsafe bytes.unsafeLoad(as: UInt8.self)) }
            }
            #expect(received == Array(0..<10))
        }
    }

    @Test func `sends an answer only where one was written`() throws {
        try Self.withPair { server, client in
            for number in 0..<6 as Range<UInt8> { try Exchange.send([number], through: client) }
            var batch = DatagramBatch(capacity: 8)
            #expect(try Exchange.receive(from: server, into: &batch).count == 6)
            batch.answerEach { _, request, output in
                let number = unsafe request.unsafeLoad(as: UInt8.self)
                if number % 2 == 1 { output.append(number) }
            }
            #expect(batch.sendReplies(through: server).sent == 3)
            #expect(batch.sendReplies(through: server).sent == 0)
            #expect(try Exchange.receive(from: client, into: &batch).map(\.bytes) == [[1], [3], [5]])
        }
    }

    @Test(arguments: [(0, false), (48, false), (1280, false), (1281, true), (9000, true)])
    func `tells when a datagram was cut off`(length: Int, isTruncated: Bool) throws {
        try Self.withPair { server, client in
            try Exchange.send([UInt8](repeating: 1, count: length), through: client)
            var batch = DatagramBatch(capacity: 2)
            let received = try #require(try Exchange.receive(from: server, into: &batch).first)
            #expect(received.datagram.isTruncated == isTruncated)
            #expect(received.bytes.count == min(length, DatagramBatch.bufferSize))
        }
    }

    @Test func `carries the longest answer`() throws {
        try Self.withPair { server, client in
            try Exchange.send([UInt8](repeating: 9, count: DatagramBatch.bufferSize), through: client)
            var batch = DatagramBatch(capacity: 1)
            #expect(try Exchange.receive(from: server, into: &batch).count == 1)
            #expect(Exchange.answer(on: server, with: &batch).sent == 1)
            #expect(
                try Exchange.receive(from: client, into: &batch).first?.bytes.count
                    == DatagramBatch.bufferSize)
        }
    }

    @Test func `forgets nothing between uses`() throws {
        // The headers of every slot have to be reset, whichever were used before.
        try Self.withPair { server, client in
            var batch = DatagramBatch(capacity: 3)
            for round in 1...20 as ClosedRange<UInt8> {
                let count = Int(round % 4)
                for _ in 0..<count { try Exchange.send([round, round], through: client) }
                let received = count == 0 ? [] : try Exchange.receive(from: server, into: &batch)
                #expect(received.count == count)
                #expect(
                    received.allSatisfy {
                        $0.datagram.stampedBy == .kernel && $0.datagram.localAddress != nil
                    })
                if count > 0 { #expect(Exchange.answer(on: server, with: &batch).sent == count) }
                var replies = 0
                while replies < count { replies += try Exchange.receive(from: client, into: &batch).count }
            }
        }
    }
}
