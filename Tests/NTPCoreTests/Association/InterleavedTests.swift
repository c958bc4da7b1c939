// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `An interleaved association` {
    private static func fixture() -> AssociationFixture {
        AssociationFixture { $0.interleaved = true }
    }

    /// So much later than its timestamp said, the reply left.
    private static let lateness = 0.004

    private static func departure(of reply: NTPPacket) -> NTPTimestamp {
        NTPTimestamp(bits: reply.transmitTimestamp.bits + UInt64(lateness * 0x1p32))
    }

    @Test func `asks for the exchange before by the server's receive timestamp`() throws {
        var fixture = Self.fixture()
        let first = try fixture.request()
        #expect(first.originTimestamp == .zero && first.receiveTimestamp == .zero)
        let reply = fixture.reply(to: first)
        _ = fixture.receive(reply)
        let second = try fixture.request()
        #expect(second.originTimestamp == reply.receiveTimestamp)
        #expect(second.receiveTimestamp != .zero)
        #expect(second.receiveTimestamp != second.transmitTimestamp)
    }

    @Test func `measures each exchange once, and by when its reply really left`() throws {
        var fixture = Self.fixture()
        // The server doesn't know yet that it will be asked.
        var latest = fixture.reply(to: try fixture.request())
        guard case .measured(let basic) = fixture.receive(latest) else {
            Issue.record("the first exchange isn't measured")
            return
        }
        #expect(!basic.isInterleaved)
        var outcomes: [Association.Outcome] = []
        for _ in 0..<3 {
            let departed = Self.departure(of: latest)
            let request = try fixture.request()
            latest = fixture.reply(to: request)
            outcomes.append(fixture.receive(fixture.interleavedReply(to: request, departed: departed)))
        }
        guard case .confirmed(let tests, let first) = outcomes[0], case .measured(let second) = outcomes[1],
            case .measured(let third) = outcomes[2]
        else {
            Issue.record("\(outcomes)")
            return
        }
        #expect(second.isInterleaved && third.isInterleaved)
        // As it is logged: of interleaved mode, and not for use.
        #expect(first.isInterleaved && tests == PacketTests.all.subtracting([.delay]))
        #expect(abs(second.delay - (basic.delay - Self.lateness)) < 1e-9)
        #expect(abs(second.offset - (basic.offset + Self.lateness / 2)) < 1e-9)
        #expect(third.requestSent.seconds(since: second.requestSent) > 60)
        #expect(fixture.association.reach.bits == 0b1111)
    }

    @Test func `measures at once when the server falls back to basic mode`() throws {
        var fixture = Self.fixture()
        for _ in 0..<3 {
            guard case .measured = fixture.receive(fixture.reply(to: try fixture.request())) else {
                Issue.record("a reply of basic mode isn't measured")
                return
            }
        }
        #expect(fixture.association.counters.good == 3)
    }

    @Test func `goes on after a lost reply`() throws {
        var fixture = Self.fixture()
        let first = fixture.reply(to: try fixture.request())
        _ = fixture.receive(first)
        var request = try fixture.request()
        let second = fixture.reply(to: request)
        _ = fixture.receive(
            fixture.interleavedReply(to: request, departed: Self.departure(of: first)))
        _ = try fixture.request()
        request = try fixture.request()
        #expect(request.originTimestamp == second.receiveTimestamp)
        let late = fixture.interleavedReply(to: request, departed: Self.departure(of: second))
        guard case .measured(let measurement) = fixture.receive(late) else {
            Issue.record("not measured")
            return
        }
        #expect(measurement.isInterleaved)
    }

    @Test func `asks in basic mode after four requests without a reply`() throws {
        var fixture = Self.fixture()
        _ = fixture.receive(fixture.reply(to: try fixture.request()))
        let origins = try (0..<5).map { _ in try fixture.request().originTimestamp != .zero }
        #expect(origins == [true, true, true, true, false])
    }

    @Test func `forgets the exchange before when the clock is stepped`() throws {
        var fixture = Self.fixture()
        _ = fixture.receive(fixture.reply(to: try fixture.request()))
        fixture.association.clockStepped()
        #expect(try fixture.request().originTimestamp == .zero)
    }

    @Test func `ignores an interleaved reply that it didn't ask for`() throws {
        var fixture = AssociationFixture()
        _ = fixture.receive(fixture.reply(to: try fixture.request()))
        let request = try fixture.request()
        #expect(request.receiveTimestamp == .zero)
        let reply = fixture.interleavedReply(to: request, departed: NTPTimestamp(bits: 2))
        #expect(fixture.receive(reply) == .ignored)
    }

    @Test func `claims the worse of what the server said of itself with both replies`() throws {
        var fixture = Self.fixture()
        var latest = NTPPacket(version: 4, mode: .server)
        var outcome = Association.Outcome.ignored
        for dispersion in [0.001, 0.25, 0.002] {
            let request = try fixture.request()
            let departed = Self.departure(of: latest)
            let isFirst = request.originTimestamp == .zero
            latest = fixture.reply(to: request) { $0.rootDispersion = NTPShort(roundingUp: dispersion) }
            var reply = latest
            if !isFirst {
                reply.originTimestamp = request.receiveTimestamp
                reply.transmitTimestamp = departed
            }
            outcome = fixture.receive(reply)
        }
        guard case .measured(let measurement) = outcome else {
            Issue.record("not measured")
            return
        }
        #expect(measurement.packet.rootDispersion.seconds >= 0.25)
    }
}
