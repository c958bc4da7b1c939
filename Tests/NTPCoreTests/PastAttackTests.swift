// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

/// What clients have been broken by before, by the numbers of docs/threat-model.md; Tests/Mutations shows that each of
/// these fails without its protection.
@Suite struct `Past attacks on clients` {
    @Test func `3 spoofing: a reply with the origin of no request of ours is nothing`() throws {
        var fixture = AssociationFixture()
        let request = try fixture.request()
        for origin in [0, request.transmitTimestamp.bits ^ 1] {
            let forged = fixture.reply(to: request) { $0.originTimestamp = NTPTimestamp(bits: origin) }
            #expect(fixture.receive(forged) == .ignored)
        }
    }

    @Test func `3 spoofing: transmit timestamps are 64 bits that nobody can guess`() throws {
        var fixture = AssociationFixture()
        let nonces = try (0..<256).map { _ in try fixture.request().transmitTimestamp.bits }
        // Each bit is set in half of them: ten standard deviations.
        for bit in 0..<64 {
            let count = nonces.count { $0 >> UInt64(bit) & 1 == 1 }
            #expect(48...208 ~= count, "bit \(bit) is set in \(count) of 256")
        }
    }

    @Test func `3 spoofing: a request is answered once`() throws {
        var fixture = AssociationFixture()
        let reply = fixture.reply(to: try fixture.request())
        _ = fixture.receive(reply)
        var later = reply
        later.transmitTimestamp.bits += 1
        #expect(fixture.receive(later) == .ignored)
    }

    @Test(arguments: [ReferenceID.rate, .deny, .restrict])
    func `4 kiss of death: one that answers no request of ours doesn't silence us`(code: ReferenceID) throws {
        var fixture = AssociationFixture()
        let kiss = fixture.reply(to: try fixture.request()) { Self.becomeKiss(&$0, code) }
        var forged = kiss
        forged.originTimestamp.bits ^= 1
        let deadline = fixture.association.deadline
        #expect(fixture.receive(forged) == .ignored)
        #expect(fixture.association.deadline == deadline)
    }

    @Test func `4 kiss of death: a server that denies is asked again within a day`() throws {
        var fixture = AssociationFixture()
        for _ in 0..<20 {
            let start = fixture.now
            let kiss = fixture.reply(to: try fixture.request()) { Self.becomeKiss(&$0, .deny) }
            #expect(fixture.now.seconds(since: start) < 86_400)
            _ = fixture.receive(kiss)
        }
    }

    @Test func `5 crypto-NAK: one that nobody has authenticated changes nothing`() throws {
        var fixture = Self.keyed()
        let before = fixture.association.reach
        let nak = fixture.reply(to: try fixture.request()).serialized + [0, 0, 0, 0]
        let deadline = fixture.association.deadline
        #expect(fixture.receive(nak) == .ignored)
        #expect(fixture.association.reach.bits == before.bits)
        #expect(fixture.association.deadline == deadline)
        #expect(fixture.association.options.key == KeyID(rawValue: 20))
    }

    @Test func `6 state before authentication: a packet without the digest doesn't use up the request`()
        throws
    {
        var fixture = Self.keyed()
        let reply = fixture.reply(to: try fixture.request())
        _ = fixture.receive(reply)
        guard case .measured = fixture.receive(Self.signed(reply, by: 20)) else {
            Issue.record("the authenticated reply was lost")
            return
        }
    }

    @Test func `7 key confusion: the key of another source proves nothing`() throws {
        var fixture = Self.keyed()
        let reply = fixture.reply(to: try fixture.request())
        #expect(fixture.receive(Self.signed(reply, by: 16)) == .ignored)
    }

    @Test(arguments: [0, 3, 15, 0xFFFC])
    func `8 parsers: a reply with a field of impossible length is nothing`(claim: Int) throws {
        var fixture = AssociationFixture()
        let reply = fixture.reply(to: try fixture.request()).serialized
        let field = [0x01, 0x04, UInt8(claim >> 8), UInt8(claim & 0xFF)] + Array(repeating: 0, count: 28)
        #expect(fixture.receive(reply + field) == .ignored)
    }

    @Test func `11 time shifts: after the first updates, no offset is stepped, however large`() {
        var loop = LoopFixture(servers: [.init(offset: 3600)]) {
            $0.step = StepPolicy(threshold: 1, limit: .updates(1))
        }
        loop.run(3600)
        let steps = loop.commands.count { if case .step = $0 { true } else { false } }
        loop.servers[0].offset = 1_000_000
        loop.run(36_000)
        let later = loop.commands.count { if case .step = $0 { true } else { false } }
        #expect(steps == 1)
        #expect(later == 1)
    }

    @Test(arguments: [(1, LeapIndicator.none), (2, .insertSecond)])
    func `18 leap seconds: a minority doesn't announce one`(liars: Int, expected: LeapIndicator) {
        let servers = (0..<3).map { LoopFixture.Server(leap: $0 < liars ? .insertSecond : .none) }
        // On a 31 December: on other days nobody is believed.
        var loop = LoopFixture(
            servers: servers, epoch: NTPDate(unixSeconds: 1_798_754_400, nanoseconds: 0))
        loop.run(600)
        #expect(loop.synchronizer.tracking.isSynchronized)
        #expect(loop.synchronizer.tracking.leap == expected)
    }

    private static func becomeKiss(_ packet: inout NTPPacket, _ code: ReferenceID) {
        packet.leap = .unsynchronized
        packet.stratum = 0
        packet.referenceID = code
    }

    private static func keyed() -> AssociationFixture {
        var fixture = AssociationFixture { $0.key = KeyID(rawValue: 20) }
        fixture.keys = ToyKeys()
        return fixture
    }

    private static func signed(_ reply: NTPPacket, by key: UInt32) -> [UInt8] {
        bytes {
            reply.serialize(into: &$0)
            ToyKeys().appendAuthenticator(by: KeyID(rawValue: key), digestLength: Int(key), to: &$0)
        }
    }
}
