// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPClient
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
        // A busy machine makes any exchange as long as it likes; the bound grows with it.
        let bound = best.delay / 2 + 1e-4
        #expect((best.offset - 0.25).magnitude < bound)
        #expect((best.offsetError - 0.002).magnitude < bound)
    }

    @Test func `measures by the kernel's timestamps`() throws {
        // The kernel begins to take them a little after the first socket has asked for it.
        for _ in 0..<200 {
            var server = try Server()
            let query = query(server)
            while query.deadline != nil { try exchange(query, &server) }
            let best = try #require(query.result.best)
            if best.sentBy == .kernel, best.receivedBy == .kernel { return }
        }
        Issue.record("no measurement by the kernel's timestamps")
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

    /// A measurement of a server that is 125 ms ahead, with so much delay.
    private func measurement(delay: Double) throws -> Measurement {
        let now = MonotonicInstant(nanoseconds: 0)
        var association = Association(options: AssociationOptions(), start: now)
        var generator = SystemRandomNumberGenerator()
        var bytes = [UInt8](repeating: 0, count: NTPPacket.byteCount)
        fill(&bytes) { association.writeRequest(into: &$0, at: now, using: &generator) }
        association.requestSent(at: Fixture.date, by: .kernel)
        var packet = NTPPacket(version: 4, mode: .server)
        packet.stratum = 1
        packet.referenceID = ReferenceID("GPS") ?? .unsynchronized
        packet.originTimestamp = try unsafe NTPPacket(parsing: bytes.span.bytes).transmitTimestamp
        packet.receiveTimestamp = NTPTimestamp(Fixture.date.advanced(by: 0.125 + delay / 2))
        packet.transmitTimestamp = packet.receiveTimestamp
        fill(&bytes) { packet.serialize(into: &$0) }
        let outcome = unsafe association.handle(
            datagram: bytes.span.bytes, receivedAt: Fixture.date.advanced(by: delay), by: .kernel, now: now)
        guard case .measured(let measurement) = outcome else {
            throw SystemError(code: 0, operation: "\(outcome)")
        }
        return measurement
    }

    private func fill(_ bytes: inout [UInt8], _ write: (inout OutputRawSpan) -> Void) {
        unsafe bytes.withUnsafeMutableBytes { buffer in
            var output = unsafe OutputRawSpan(buffer: buffer, initializedCount: 0)
            write(&output)
            _ = unsafe output.finalize(for: buffer)
        }
    }

    @Test func `shows each server in a row, and a conclusion`() throws {
        var result = QueryResult(
            name: "ntp.example.net", address: SocketAddress(ipv4: 0xC000_020A, port: 123))
        result.requests = 2
        result.measurements = [try measurement(delay: 0x1p-7), try measurement(delay: 0x1p-8)]
        var silent = QueryResult(name: "192.0.2.11", address: SocketAddress(ipv4: 0xC000_020B, port: 123))
        silent.requests = 2
        silent.failure = .silence
        let rows = QueryPresentation([result, silent]).text.split(separator: "\n").map { line in
            line.split(separator: " ").joined(separator: " ")
        }
        #expect(
            rows == [
                "Server Address Stratum Offset Error Delay Jitter Follows Samples Remarks",
                "ntp.example.net 192.0.2.10 1 125 ms slow ± 1.95 ms 3.91 ms 0 s GPS 2/2",
                "192.0.2.11 – – – – – – 0/2 does not answer",
                "This clock is 125 ms slow, ± 1.95 ms, by ntp.example.net.",
            ])
    }
}
