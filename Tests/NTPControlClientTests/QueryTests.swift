// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPControlClient
import NTPCore
import NTPSystem
import Testing

@Suite struct `Query` {
    /// A server on loopback whose clock is ahead by so much.
    private struct Server: ~Copyable {
        let socket: UDPSocket
        private var batch = DatagramBatch(capacity: 4)
        var change: (inout NTPPacket) -> Void = { _ in }

        init() throws {
            socket = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0))
        }

        mutating func answer(ahead seconds: Double) throws {
            try batch.receive(from: socket)
            batch.answerEach { datagram, request, output in
                guard let request = try? NTPPacket(parsing: request) else { return }
                var reply = NTPPacket(version: 4, mode: .server)
                reply.stratum = 2
                reply.rootDelay = NTPShort(roundingUp: 0.002)
                reply.rootDispersion = NTPShort(roundingUp: 0.001)
                reply.originTimestamp = request.transmitTimestamp
                reply.receiveTimestamp = NTPTimestamp(datagram.receivedAt.advanced(by: seconds))
                reply.transmitTimestamp = NTPTimestamp(RealtimeClock.now.advanced(by: seconds))
                change(&reply)
                reply.serialize(into: &output)
            }
            _ = batch.sendReplies(through: socket)
        }
    }

    private func query(_ server: borrowing Server, samples: Int = 2) -> ServerQuery {
        var options = QueryOptions()
        options.samples = samples
        options.interval = 0
        return ServerQuery(
            name: "server", address: server.socket.localAddress, options: options, start: MonotonicClock.now)
    }

    /// One request and what comes back.
    private func exchange(_ query: ServerQuery, _ server: inout Server) throws {
        query.proceed(now: MonotonicClock.now)
        try server.answer(ahead: 0.25)
        query.receive(now: MonotonicClock.now)
    }

    @Test func `measures how far a server is ahead`() throws {
        var server = try Server()
        let query = query(server)
        while query.deadline != nil { try exchange(query, &server) }
        let best = try #require(query.result.best)
        #expect(query.result.measurements.count == 2)
        #expect((best.offset - 0.25).magnitude < 0.01)
        #expect((best.offsetError - 0.002).magnitude < 0.01)
        #expect(best.sentBy == .kernel && best.receivedBy == .kernel)
    }

    @Test func `stops asking a server that refuses`() throws {
        var server = try Server()
        server.change = { packet in
            packet.stratum = 0
            packet.leap = .unsynchronized
            packet.referenceID = ReferenceID("RATE") ?? .unsynchronized
        }
        let query = query(server, samples: 4)
        try exchange(query, &server)
        #expect(query.deadline == nil)
        #expect(query.result.requests == 1)
        #expect(query.result.failure == .kiss(.rate))
    }

    @Test func `doesn't believe a server that is not synchronised`() throws {
        var server = try Server()
        server.change = { $0.leap = .unsynchronized }
        let query = query(server, samples: 1)
        try exchange(query, &server)
        #expect(query.result.best == nil)
        #expect(query.result.failure?.description == "is itself not synchronised")
    }

    @Test func `ignores replies to what it didn't ask`() throws {
        var server = try Server()
        server.change = { $0.originTimestamp = NTPTimestamp(bits: 1) }
        let query = query(server, samples: 1)
        try exchange(query, &server)
        #expect(query.result.best == nil && query.deadline != nil)
        query.proceed(now: MonotonicClock.now.advanced(by: 10.0))
        #expect(query.result.failure == .silence)
    }

    @Test func `keeps the order in which servers were named`() throws {
        var options = QueryOptions()
        options.samples = 1
        options.timeout = 0.01
        options.port = 9
        let servers = ["127.127.127.127", "localhost", "127.127.127.126", "127.127.127.127"]
        let results = try ServerSurvey(of: servers, options: options).run()
        #expect(results.map(\.name) == servers)
        #expect(QueryPresentation(results).isComplete == false)
    }

    @Test func `shows each server in a row, and a conclusion`() throws {
        var result = QueryResult(
            name: "ntp.example.net", address: SocketAddress(ipv4: 0xC000_020A, port: 123))
        var packet = NTPPacket(version: 4, mode: .server)
        packet.stratum = 1
        packet.referenceID = ReferenceID("GPS") ?? .unsynchronized
        let start = Fixture.date
        result.requests = 2
        result.measurements = [0.004, 0.002].map { delay in
            Measurement(
                requestSent: start, requestReceived: start.advanced(by: 0.1 + delay / 2),
                replySent: start.advanced(by: 0.1 + delay / 2), replyReceived: start.advanced(by: delay),
                packet: packet, sentBy: .kernel, receivedBy: .kernel)
        }
        var silent = QueryResult(name: "192.0.2.11", address: SocketAddress(ipv4: 0xC000_020B, port: 123))
        silent.requests = 2
        silent.failure = .silence
        #expect(
            QueryPresentation([result, silent]).text == """
                Server           Address     Stratum       Offset      Error    Delay   Jitter  Follows  Samples  Remarks
                ntp.example.net  192.0.2.10        1  100 ms slow  ± 1.00 ms  2.00 ms  0.00 ps  GPS          2/2
                192.0.2.11                         –            –          –        –        –  –            0/2  does not answer

                This clock is 100 ms slow, ± 1.00 ms, by ntp.example.net.
                """)
    }
}
