// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPServer

@Suite struct `Interleaved replies` {
    private static func responder(byteLimit: Int = 1 << 16) -> Responder {
        var responder = Fixture.responder()
        responder.departures = DepartureTable(byteLimit: byteLimit)
        return responder
    }

    /// A request that names the exchange with that receive timestamp.
    private static func request(after received: NTPTimestamp) -> [UInt8] {
        var packet = NTPPacket(version: 4, mode: .client)
        packet.originTimestamp = received
        packet.receiveTimestamp = NTPTimestamp(bits: 77)
        packet.transmitTimestamp = Fixture.nonce
        return serialized(capacity: NTPPacket.byteCount) { packet.serialize(into: &$0) }
    }

    private static func received(_ answer: Answer) throws -> NTPTimestamp {
        try #require(answer.packet).receiveTimestamp
    }

    @Test func `tell when the one before left, from the second request of the kind on`() throws {
        var responder = Self.responder()
        let first = responder.answer(to: Fixture.request())
        let awaitsDeparture = responder.awaitsDeparture
        #expect(!awaitsDeparture)
        let second = responder.answer(to: Self.request(after: try Self.received(first)))
        #expect(second.packet?.originTimestamp == Fixture.nonce)
        let isAwaited = responder.awaitsDeparture
        #expect(isAwaited)
        let departed = Fixture.now.advanced(by: 0.001)
        unsafe responder.noteDeparture(of: second.bytes.span.bytes, at: departed)
        let third = responder.answer(to: Self.request(after: try Self.received(second)))
        let packet = try #require(third.packet)
        #expect(packet.originTimestamp == NTPTimestamp(bits: 77))
        #expect(abs(NTPDate(packet.transmitTimestamp, near: departed).seconds(since: departed)) < 1e-9)
        let counters = responder.counters
        #expect(counters.interleaved == 1)
    }

    @Test func `tell what the reply said where the kernel says nothing`() throws {
        var responder = Self.responder()
        let first = responder.answer(to: Fixture.request())
        let second = responder.answer(to: Self.request(after: try Self.received(first)))
        let third = responder.answer(to: Self.request(after: try Self.received(second)))
        #expect(third.packet?.transmitTimestamp == second.packet?.transmitTimestamp)
    }

    @Test func `go to nobody else`() throws {
        var responder = Self.responder()
        let first = responder.answer(to: Fixture.request())
        let second = responder.answer(to: Self.request(after: try Self.received(first)))
        let stranger = ClientAddress(ipv4: 0xC000_0299, port: 40_000)
        let request = Self.request(after: try Self.received(second))
        #expect(responder.answer(to: request, from: stranger).packet?.originTimestamp == Fixture.nonce)
        let again = ClientAddress(ipv4: 0xC000_0201, port: 50_000)
        #expect(
            responder.answer(to: request, from: again).packet?.originTimestamp == NTPTimestamp(bits: 77))
    }

    @Test func `can be told from others by their receive timestamps, which are odd`() throws {
        var responder = Fixture.responder()
        for _ in 0..<64 {
            let packet = try #require(responder.answer(to: Fixture.request()).packet)
            #expect(packet.receiveTimestamp.isOdd)
            #expect(!packet.transmitTimestamp.isOdd)
        }
    }

    @Test func `are later than when they came, even in one tick of the clock`() throws {
        var responder = Fixture.responder()
        for _ in 0..<64 {
            let packet = try #require(responder.answer(to: Fixture.request(), transmitAt: Fixture.now).packet)
            #expect(packet.receiveTimestamp.distance(to: packet.transmitTimestamp).bits > 0)
            #expect(!packet.transmitTimestamp.isOdd)
        }
    }

    @Test func `cost clients without them nothing`() {
        var responder = Self.responder()
        for _ in 0..<64 { _ = responder.answer(to: Fixture.request()) }
        let count = responder.departures?.count
        #expect(count == 0)
        let awaitsDeparture = responder.awaitsDeparture
        #expect(!awaitsDeparture)
    }

    @Test func `are remembered in bounded memory, the latest ones`() throws {
        var table = try #require(DepartureTable(byteLimit: 24 * 64))
        let client = Fixture.client
        let times = (1...1000).map { NTPTimestamp(bits: UInt64($0) << 32 | 1) }
        for time in times { table.record(time, departing: time, for: client) }
        #expect(table.count == 64)
        #expect(table.departure(of: times[999], for: client) == times[999])
        #expect(table.departure(of: times[0], for: client) == nil)
        #expect(table.span < 300)
        #expect(DepartureTable(byteLimit: 24) == nil)
    }
}
