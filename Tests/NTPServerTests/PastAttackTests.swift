// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPServer

/// What servers have been broken by before, by the numbers of docs/threat-model.md; Tests/Mutations shows that each of
/// these fails without its protection.
@Suite struct `Past attacks on servers` {
    @Test(arguments: [Mode.control, .privateUse], [0, 48, 468])
    func `1 amplification: queries of modes 6 and 7 get nothing, whatever their length`(
        mode: Mode, padding: Int
    ) {
        var responder = Fixture.responder()
        let query = Fixture.request(version: 2, mode: mode, trailer: Array(repeating: 0, count: padding))
        #expect(responder.answer(to: query).bytes.isEmpty)
    }

    @Test(arguments: 0...600)
    func `1 amplification: no reply is longer than its request`(length: Int) {
        var responder = Fixture.responder()
        let request = Array((Fixture.request() + Array(repeating: 0, count: 600)).prefix(length))
        #expect(responder.answer(to: request).bytes.count <= length)
    }

    @Test(arguments: [Mode.server, .symmetricPassive, .broadcast, .reserved])
    func `2 reply loops: what another server could answer is never answered`(mode: Mode) {
        var responder = Fixture.responder()
        let peer = ClientAddress(ipv4: 0xC000_0202, port: 123)
        #expect(responder.answer(to: Fixture.request(mode: mode), from: peer).bytes.isEmpty)
    }

    @Test(arguments: [0, 1, 3, 15, 17, 0x7FFC, 0xFFFF])
    func `8 parsers: a field that claims another length than it has makes the request void`(claim: Int) {
        var responder = Fixture.responder()
        let field = [0x01, 0x04, UInt8(claim >> 8), UInt8(claim & 0xFF)] + Array(repeating: 0, count: 28)
        #expect(responder.answer(to: Fixture.request(trailer: field)).bytes.isEmpty)
    }

    @Test(arguments: [1, 3, 7, 9, 13, 23, 31])
    func `12 access lists: a prefix of any length denies just its addresses`(length: Int) {
        let first: UInt32 = 0xC0A8_5A5A & ~(.max >> UInt32(length))
        let rules = [
            AccessList.Rule(.allow, .allIPv4),
            AccessList.Rule(.deny, Subnet(ipv4: first, prefixLength: length)),
        ]
        let access = AccessList(rules)
        let last = first | (.max >> UInt32(length))
        let verdicts = [first &- 1, first, last, last &+ 1].map {
            access.allows(ClientAddress(ipv4: $0, port: 1))
        }
        #expect(verdicts == [true, false, false, true])
    }

    @Test func `13 bounded memory: a million senders take no more room than one`() {
        var table = ClientTable(byteLimit: 65_536, key: (1, 2))
        let capacity = table.capacity
        for number in 0..<1_000_000 as Range<UInt32> {
            _ = table.admit(ClientAddress(ipv4: number, port: 1), at: Fixture.now, under: nil, random: 0)
        }
        #expect(table.capacity == capacity)
        #expect(capacity * MemoryLayout<ClientRecord>.stride <= 65_536)
    }

    @Test func `14 spoofed floods: whose name a flood bears still gets replies`() {
        var responder = Responder(
            access: Fixture.everybody, state: Fixture.state(),
            clients: ClientTable(byteLimit: 65_536, key: (1, 2)),
            rateLimit: RateLimit(interval: 12, burst: 1, leak: 4), seed: 1)
        let answers = (0..<10_000).count { _ in responder.answer(to: Fixture.request()).verdict == .respond }
        #expect(answers > 400)
    }

    @Test func `17 leaks: nobody learns when the clock was updated`() throws {
        let packets = (0..<64).compactMap { _ in
            var responder = Fixture.responder()
            return responder.answer(to: Fixture.request()).packet
        }
        let exact = NTPTimestamp(Fixture.tracking.referenceTime)
        #expect(packets.count == 64)
        #expect(packets.allSatisfy { $0.referenceTimestamp != exact })
        #expect(Set(packets.map(\.referenceTimestamp.bits)).count > 60)
    }

    @Test func `19 reference clocks' identities: who comes from 127.127.1.1 is a client like any other`() {
        var responder = Fixture.responder(access: AccessList())
        let driver = ClientAddress(ipv4: 0x7F7F_0101, port: 123)
        #expect(responder.answer(to: Fixture.request(), from: driver).verdict == .drop(.denied))
    }
}
