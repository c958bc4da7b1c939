// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `An association with a key` {
    private static func fixture(key: UInt32 = 20, version: UInt8 = 4) -> AssociationFixture {
        var fixture = AssociationFixture {
            $0.key = KeyID(rawValue: key)
            $0.version = version
        }
        fixture.keys = ToyKeys()
        return fixture
    }

    /// The reply's bytes, with the authenticator that the key makes.
    private static func signed(_ reply: NTPPacket, key: UInt32, length: Int) -> [UInt8] {
        bytes {
            reply.serialize(into: &$0)
            ToyKeys().appendAuthenticator(by: KeyID(rawValue: key), digestLength: length, to: &$0)
        }
    }

    @Test(arguments: [
        (4, 16, 20), (4, 20, 24), (4, 32, 24), (4, 64, 24), (3, 16, 20), (3, 32, 36), (3, 64, 68),
    ])
    func `sends as much of the digest as the version has room for`(
        version: UInt8, key: UInt32, length: Int
    ) throws {
        var fixture = Self.fixture(key: key, version: version)
        let datagram = try fixture.datagram()
        #expect(datagram.count == 48 + length)
        let layout = try unsafe DatagramLayout(parsing: datagram.span.bytes)
        #expect(unsafe layout.isAuthentic(datagram.span.bytes, by: KeyID(rawValue: key), with: ToyKeys()))
    }

    @Test(arguments: [(4, 16, 16), (4, 32, 20), (3, 32, 32), (3, 32, 20), (3, 64, 64)])
    func `takes a reply by its key`(version: UInt8, key: UInt32, length: Int) throws {
        var fixture = Self.fixture(key: key, version: version)
        let reply = fixture.reply(to: try fixture.request())
        guard case .measured = fixture.receive(Self.signed(reply, key: key, length: length)) else {
            Issue.record("not measured")
            return
        }
    }

    @Test(arguments: [(16, 16), (64, 20), (20, 16)])
    func `ignores a reply by another key, or with less of the digest`(key: UInt32, length: Int) throws {
        var fixture = Self.fixture(key: 20)
        let reply = fixture.reply(to: try fixture.request())
        #expect(fixture.receive(Self.signed(reply, key: key, length: length)) == .ignored)
        #expect(fixture.association.reach.bits == 0)
    }

    @Test func `ignores a plain reply, a crypto-NAK and one that was changed on its way`() throws {
        var fixture = Self.fixture()
        let reply = fixture.reply(to: try fixture.request())
        #expect(fixture.receive(reply) == .ignored)
        #expect(fixture.receive(reply.serialized + [0, 0, 0, 0]) == .ignored)
        var changed = Self.signed(reply, key: 20, length: 20)
        changed[1] += 1
        #expect(fixture.receive(changed) == .ignored)
        // The real answer is still taken: a forger can't use up the request.
        guard case .measured = fixture.receive(Self.signed(reply, key: 20, length: 20)) else {
            Issue.record("the real answer was lost")
            return
        }
    }

    @Test func `isn't silenced by a kiss without authenticator`() throws {
        var fixture = Self.fixture()
        let kiss = fixture.reply(to: try fixture.request()) {
            $0.stratum = 0
            $0.leap = .unsynchronized
            $0.referenceID = .deny
        }
        let deadline = fixture.association.deadline
        #expect(fixture.receive(kiss) == .ignored)
        #expect(fixture.association.deadline == deadline)
        #expect(fixture.receive(Self.signed(kiss, key: 20, length: 20)) == .kiss(.deny))
    }

    @Test func `sends nothing while its key is missing`() throws {
        var fixture = Self.fixture(key: 7)
        #expect(try fixture.datagram().isEmpty)
        #expect(fixture.association.counters.sent == 0)
        fixture.keys?.ids.insert(7)
        #expect(try fixture.datagram().count == 48 + 4 + 7)
    }
}
