// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPServer

@Suite struct `The limit to requests` {
    /// Random bits by which nothing leaks and nothing is kissed.
    private static let unlucky = UInt64.max

    private static func responder(_ limit: RateLimit) -> Responder {
        Responder(
            access: Fixture.everybody, state: Fixture.state(),
            clients: ClientTable(byteLimit: 262_144, key: (1, 2)), rateLimit: limit, seed: 1)
    }

    private static func answers(
        to client: ClientAddress, requests: Int, every seconds: Double, of table: inout ClientTable,
        under limit: RateLimit, random: UInt64 = unlucky
    ) -> Int {
        (0..<requests).count { number in
            let date = Fixture.now.advanced(by: Double(number) * seconds)
            return table.admit(client, at: date, under: limit, random: random) == .answer
        }
    }

    @Test(arguments: [1, 8, 255])
    func `lets a burst through`(burst: Int) {
        var table = ClientTable(byteLimit: 0, key: (1, 2))
        let limit = RateLimit(interval: 3, burst: burst, leak: 2)
        let answers = Self.answers(to: Fixture.client, requests: 1000, every: 0, of: &table, under: limit)
        #expect(answers == burst)
    }

    @Test(arguments: [-19, -4, 0, 3, 12])
    func `lets one through in each interval after that`(interval: Int) {
        var table = ClientTable(byteLimit: 0, key: (1, 2))
        let limit = RateLimit(interval: interval, burst: 1, leak: 2)
        let seconds = Double(sign: .plus, exponent: interval, significand: 1)
        #expect(
            Self.answers(to: Fixture.client, requests: 100, every: seconds, of: &table, under: limit) == 100)
        let twiceAsOften = Self.answers(
            to: ClientAddress(ipv4: 1, port: 1), requests: 100, every: max(seconds / 2, 0x1p-20), of: &table,
            under: limit)
        #expect(49...51 ~= twiceAsOften)
    }

    @Test(arguments: [1, 2, 3, 4])
    func `leaks one in 2^leak of the others`(leak: Int) {
        var responder = Self.responder(RateLimit(interval: 12, burst: 1, leak: leak))
        let answered = (0..<16_000).count { _ in responder.answer(to: Fixture.request()).verdict == .respond }
        let expected = 16_000 >> leak
        // Five standard deviations of the rarest.
        #expect(abs(answered - expected) < 320)
    }

    @Test func `counts a leaked reply as one, so that the next is due an interval later`() {
        var table = ClientTable(byteLimit: 0, key: (1, 2))
        let limit = RateLimit(interval: 3, burst: 1, leak: 2)
        let admissions = (0..<24).map { second in
            let random = second == 6 ? 0 : Self.unlucky
            return table.admit(
                Fixture.client, at: Fixture.now.advanced(by: Double(second)), under: limit, random: random)
        }
        let answered = admissions.indices.filter { admissions[$0] == .answer }
        #expect(answered == [0, 6, 14, 22])
    }

    @Test func `sends the kiss code RATE as often as it is told to`() throws {
        var responder = Self.responder(RateLimit(interval: 12, burst: 1, leak: 4, kod: 2))
        let answers = (0..<16_000).map { _ in responder.answer(to: Fixture.request()) }
        let kisses = answers.filter { $0.verdict == .kiss }
        // A quarter of the 15 in 16 that don't leak.
        #expect(abs(kisses.count - 3750) < 300)
        let packet = try #require(kisses.first?.packet)
        #expect(KissCode(packet) == .rate)
        #expect(packet.mode == .server)
        #expect(packet.originTimestamp == Fixture.nonce)
        #expect(packet.poll.exponent == 12)
        #expect(responder.counters.kissed == UInt64(kisses.count))
        #expect(responder.counters.limited == UInt64(answers.count { $0.verdict == .drop(.limited) }))
    }

    @Test func `counts an address, whatever its port`() {
        var table = ClientTable(byteLimit: 262_144, key: (1, 2))
        let limit = RateLimit(interval: 3, burst: 8, leak: 2)
        let answered = (1...1000).count { port in
            let client = ClientAddress(ipv4: 0xC000_0201, port: UInt16(port))
            return table.admit(client, at: Fixture.now, under: limit, random: Self.unlucky) == .answer
        }
        #expect(answered == 8)
    }

    @Test func `takes nothing from one address for another`() {
        var table = ClientTable(byteLimit: 262_144, key: (1, 2))
        let limit = RateLimit(interval: 3, burst: 1, leak: 2)
        let answered = (0..<100_000 as Range<UInt32>).count { number in
            let client = ClientAddress(ipv4: number, port: 1)
            return table.admit(client, at: Fixture.now, under: limit, random: Self.unlucky) == .answer
        }
        #expect(answered == 100_000)
    }

    @Test func `counts the addresses of an IPv6 network together, as 64 clients`() {
        var table = ClientTable(byteLimit: 262_144, key: (1, 2))
        let limit = RateLimit(interval: 3, burst: 8, leak: 2)
        let answered = (0..<100_000 as Range<UInt64>).count { number in
            let client = ClientAddress(high: 0x2001_0DB8_0000_0000, low: number, port: 1)
            return table.admit(client, at: Fixture.now, under: limit, random: Self.unlucky) == .answer
        }
        #expect(answered == 64 * 8)
        let neighbour = ClientAddress(high: 0x2001_0DB8_0000_0001, low: 1, port: 1)
        #expect(table.admit(neighbour, at: Fixture.now, under: limit, random: Self.unlucky) == .answer)
    }

    @Test func `forgives a client when the clock is set back, and asks no more of it`() {
        var table = ClientTable(byteLimit: 0, key: (1, 2))
        let limit = RateLimit(interval: 0, burst: 1, leak: 2)
        _ = table.admit(Fixture.client, at: Fixture.now, under: limit, random: Self.unlucky)
        let earlier = Fixture.now.advanced(by: -3600)
        #expect(table.admit(Fixture.client, at: earlier, under: limit, random: Self.unlucky) == .drop)
        let next = earlier.advanced(by: 1)
        #expect(table.admit(Fixture.client, at: next, under: limit, random: Self.unlucky) == .answer)
    }

    @Test func `reports how often a client comes back when it is refused`() throws {
        var table = ClientTable(byteLimit: 0, key: (1, 2))
        let limit = RateLimit(interval: 12, burst: 1, leak: 2)
        _ = Self.answers(to: Fixture.client, requests: 20, every: 4, of: &table, under: limit)
        let entry = try #require(table[Fixture.client])
        #expect(entry.drops == 19)
        #expect(entry.refusedInterval?.exponent == 2)
    }
}
