// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `An association` {
    @Test func `measures offset and delay from four timestamps`() throws {
        var fixture = AssociationFixture()
        let request = try fixture.request()
        guard case .measured(let measurement) = fixture.receive(fixture.reply(to: request)) else {
            Issue.record("not measured")
            return
        }
        #expect(abs(measurement.offset - 0.5) < 1e-9)
        #expect(abs(measurement.delay - 0.01) < 1e-9)
        #expect(measurement.sentBy == .kernel)
    }

    @Test func `says nothing of the client but its version`() throws {
        var fixture = AssociationFixture()
        let request = try fixture.request()
        #expect(request.mode == .client)
        #expect(request.version == 4)
        #expect(request.stratum == 0)
        #expect(request.referenceTimestamp == .zero)
        #expect(request.originTimestamp == .zero)
        #expect(request.receiveTimestamp == .zero)
        #expect(request.rootDelay.bits == 0)
    }

    @Test(arguments: [UInt8(1), 2, 3, 4])
    func `asks in the version that it is told to`(version: UInt8) throws {
        var fixture = AssociationFixture { $0.version = version }
        #expect(try fixture.request().version == version)
    }

    @Test func `never uses the same transmit timestamp twice`() throws {
        var fixture = AssociationFixture()
        var seen: Set<UInt64> = []
        for _ in 0..<1000 { seen.insert(try fixture.request().transmitTimestamp.bits) }
        #expect(seen.count == 1000)
        #expect(!seen.contains(0))
    }

    @Test func `takes one answer to each request`() throws {
        var fixture = AssociationFixture()
        let reply = fixture.reply(to: try fixture.request())
        guard case .measured = fixture.receive(reply) else {
            Issue.record("the first one was not taken")
            return
        }
        #expect(fixture.receive(reply) == .ignored)
        #expect(fixture.association.counters.good == 1)
    }

    @Test(arguments: [0, 1, UInt64.max])
    func `ignores an origin timestamp that isn't its own`(origin: UInt64) throws {
        var fixture = AssociationFixture()
        let request = try fixture.request()
        let forged = fixture.reply(to: request) { $0.originTimestamp = NTPTimestamp(bits: origin) }
        #expect(fixture.receive(forged) == .ignored)
        // The real answer is still taken: the forger can't use up the request.
        guard case .measured = fixture.receive(fixture.reply(to: request)) else {
            Issue.record("the real answer was lost")
            return
        }
    }

    @Test func `ignores what it didn't ask for`() throws {
        var fixture = AssociationFixture()
        let request = try fixture.request()
        fixture.association.goOffline()
        #expect(fixture.receive(fixture.reply(to: request)) == .ignored)
    }

    @Test(arguments: [Mode.reserved, .symmetricActive, .symmetricPassive, .client, .broadcast, .control])
    func `ignores datagrams of another mode`(mode: Mode) throws {
        var fixture = AssociationFixture()
        let reply = fixture.reply(to: try fixture.request()) { $0.mode = mode }
        #expect(fixture.receive(reply) == .ignored)
    }

    @Test(arguments: [UInt8(0), 16, 255])
    func `rejects strata that no synchronised server has`(stratum: UInt8) throws {
        var fixture = AssociationFixture()
        let reply = fixture.reply(to: try fixture.request()) { $0.stratum = stratum }
        expectRejected(fixture.receive(reply), failing: .synchronized)
    }

    @Test func `rejects an unsynchronised server`() throws {
        var fixture = AssociationFixture()
        let reply = fixture.reply(to: try fixture.request()) { $0.leap = .unsynchronized }
        expectRejected(fixture.receive(reply), failing: .synchronized)
    }

    @Test func `rejects a root distance of sixteen seconds`() throws {
        var fixture = AssociationFixture()
        let reply = fixture.reply(to: try fixture.request()) {
            $0.rootDelay = NTPShort(roundingUp: 30)
            $0.rootDispersion = NTPShort(roundingUp: 1)
        }
        expectRejected(fixture.receive(reply), failing: .rootDistance)
    }

    @Test func `rejects a server that follows us`() throws {
        var fixture = AssociationFixture()
        let reply = fixture.reply(to: try fixture.request()) {
            $0.stratum = 2
            $0.referenceID = ReferenceID(bits: 0x7F00_0001)
        }
        expectRejected(fixture.receive(reply), failing: .notLooped)
    }

    @Test func `rejects an answer that took longer than allowed`() throws {
        var fixture = AssociationFixture { $0.maximumDelay = 0.1 }
        let reply = fixture.reply(to: try fixture.request())
        expectRejected(fixture.receive(reply, after: 0.2), failing: .delay)
    }

    @Test func `rejects a server that answered before it was asked`() throws {
        var fixture = AssociationFixture()
        let reply = fixture.reply(to: try fixture.request()) {
            $0.transmitTimestamp.bits -= 1 << 32
        }
        expectRejected(fixture.receive(reply), failing: .delay)
    }

    @Test func `takes timestamps in the wrong order for one moment, within the server's precision`() throws {
        var fixture = AssociationFixture()
        let reply = fixture.reply(to: try fixture.request()) {
            $0.precision = -20
            $0.transmitTimestamp.bits -= 1 << 11
        }
        guard case .measured = fixture.receive(reply) else {
            Issue.record("rejected for half a microsecond")
            return
        }
    }

    @Test func `rejects what comes from itself`() throws {
        var fixture = AssociationFixture()
        fixture.association.isOwn = true
        expectRejected(fixture.receive(fixture.reply(to: try fixture.request())), failing: .notLooped)
    }

    @Test func `random bytes are never taken`() throws {
        var fixture = AssociationFixture()
        var generator = TestGenerator(seed: 7)
        for length in 0..<400 {
            _ = try fixture.request()
            let datagram = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(fixture.receive(datagram) == .ignored)
        }
    }

    private func expectRejected(
        _ outcome: Association.Outcome, failing test: PacketTests,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        guard case .rejected(let passed, _) = outcome else {
            Issue.record("not rejected: \(outcome)", sourceLocation: sourceLocation)
            return
        }
        #expect(passed == PacketTests.all.subtracting(test), sourceLocation: sourceLocation)
    }
}
