// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPServer
import Testing

@Suite struct `Responder replies` {
    /// Every mode of every version from a client's port and from a peer's: 8 × 8 × 2 cases.
    static let matrix = (0...7 as ClosedRange<UInt8>).flatMap { version in
        (0...7 as ClosedRange<UInt8>).compactMap(Mode.init).flatMap { mode in
            [123, 40_000].map { (version, mode, port: $0 as UInt16) }
        }
    }

    static func expectedMode(version: UInt8, mode: Mode, port: UInt16) -> Mode? {
        switch (version, mode) {
        case (1...4, .client): .server
        case (1...4, .symmetricActive): .symmetricPassive
        case (1, .reserved): port == 123 ? nil : .server
        default: nil
        }
    }

    @Test(arguments: matrix)
    func `only to requests of a known version`(version: UInt8, mode: Mode, port: UInt16) {
        var responder = Fixture.responder()
        let client = ClientAddress(ipv4: 0xC000_0201, port: port)
        let answer = responder.answer(to: Fixture.request(version: version, mode: mode), from: client)
        let expected = Self.expectedMode(version: version, mode: mode, port: port)
        #expect(answer.packet?.mode == expected)
        #expect((answer.verdict == .respond) == (expected != nil))
        #expect(answer.packet.map { $0.version == version } ?? true)
        #expect(answer.bytes.count == (expected == nil ? 0 : 48))
    }

    @Test(arguments: matrix)
    func `are never answered themselves`(version: UInt8, mode: Mode, port: UInt16) {
        var responder = Fixture.responder()
        let client = ClientAddress(ipv4: 0xC000_0201, port: port)
        let answer = responder.answer(to: Fixture.request(version: version, mode: mode), from: client)
        #expect(responder.answer(to: answer.bytes, from: client).verdict != .respond)
    }

    @Test func `never go to port 0`() {
        var responder = Fixture.responder()
        let nowhere = ClientAddress(ipv4: 0xC000_0201, port: 0)
        #expect(responder.answer(to: Fixture.request(), from: nowhere).verdict == .drop(.notARequest))
    }

    @Test func `never go to whom the access list denies`() {
        var responder = Fixture.responder(access: AccessList())
        #expect(responder.answer(to: Fixture.request()).verdict == .drop(.denied))
    }

    @Test(arguments: [20, 24])
    func `never go to who asks for an authenticated one`(trailer: Int) {
        var responder = Fixture.responder()
        let request = Fixture.request(trailer: [0, 0, 0, 1] + Array(repeating: 7, count: trailer - 4))
        #expect(responder.answer(to: request).verdict == .drop(.unauthenticated))
    }

    @Test func `pass over unknown extension fields`() {
        var responder = Fixture.responder()
        let field: [UInt8] = [0x12, 0x34, 0, 28] + Array(repeating: 0, count: 24)
        let answer = responder.answer(to: Fixture.request(trailer: field))
        #expect(answer.verdict == .respond)
        #expect(answer.bytes.count == 48)
    }

    @Test(arguments: [Int8.min, -7, 0, 6, 17, .max])
    func `echo the poll interval`(poll: Int8) {
        var responder = Fixture.responder()
        #expect(responder.answer(to: Fixture.request(poll: poll)).packet?.poll.exponent == poll)
    }

    @Test func `carry the request's transmit timestamp as origin`() {
        var responder = Fixture.responder()
        #expect(responder.answer(to: Fixture.request()).packet?.originTimestamp == Fixture.nonce)
    }

    @Test func `carry when the request came and when the reply left, to the clock's precision`() throws {
        var responder = Fixture.responder(state: Fixture.state(precision: -20))
        let answer = responder.answer(
            to: Fixture.request(), receivedAt: Fixture.now, transmitAt: Fixture.now.advanced(by: 20e-6))
        let packet = try #require(answer.packet)
        let received = NTPDate(packet.receiveTimestamp, near: Fixture.now)
        let sent = NTPDate(packet.transmitTimestamp, near: Fixture.now)
        #expect(abs(received.seconds(since: Fixture.now)) < 0x1p-20)
        #expect(abs(sent.seconds(since: Fixture.now) - 20e-6) < 0x1p-20)
        #expect(packet.precision == -20)
    }

    @Test func `end in random bits below the clock's precision`() {
        var responder = Fixture.responder(state: Fixture.state(precision: -20))
        let endings = (0..<32).compactMap { _ in
            responder.answer(to: Fixture.request()).packet.map { $0.receiveTimestamp.bits & 0xFFF }
        }
        #expect(Set(endings).count > 24)
    }

    @Test(arguments: [-33, -32, 0, 1, Int8.max, .min])
    func `stand any precision`(precision: Int8) {
        var responder = Fixture.responder(state: Fixture.state(precision: precision))
        #expect(responder.answer(to: Fixture.request()).packet?.precision == precision)
    }

    @Test(arguments: ["2036-02-07": 2, "2104-02-26": 3, "2172-03-15": 4])
    func `stand the roll-over of the timestamp and of its sign`(day: String, halfEras: Int) throws {
        let turn = NTPDate(bits: Int128(halfEras) << 95)
        var responder = Fixture.responder()
        let answer = responder.answer(
            to: Fixture.request(), receivedAt: turn.advanced(by: -1e-5), transmitAt: turn.advanced(by: 1e-5))
        let packet = try #require(answer.packet)
        let shareOfServer = packet.receiveTimestamp.distance(to: packet.transmitTimestamp).seconds
        #expect(abs(shareOfServer - 2e-5) < 0x1p-23)
    }
}
