// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `Peers` {
    @Test func `measure each other, however long an answer takes`() throws {
        var fixture = PeerFixture()
        #expect(fixture.send(from: 0).outcome == .ignored)
        fixture.wait(30)
        guard case .measured(let measurement) = fixture.send(from: 1).outcome else {
            Issue.record("the first doesn't measure the second")
            return
        }
        #expect(abs(measurement.offset - PeerFixture.lead) < 1e-8)
        #expect(abs(measurement.delay - 0.02) < 1e-8)
        fixture.wait(34)
        guard case .measured(let other) = fixture.send(from: 0).outcome else {
            Issue.record("the second doesn't measure the first")
            return
        }
        #expect(abs(other.offset + PeerFixture.lead) < 1e-8)
    }

    @Test func `choose the exchange with the shorter wait`() {
        var fixture = PeerFixture()
        var waits: [[Double]] = [[], []]
        for round in 0..<12 {
            let index = 1 - round % 2
            if case .measured(let found) = fixture.send(from: round % 2).outcome {
                waits[index].append(abs(found.replySent.seconds(since: found.requestReceived)))
                let offset = index == 0 ? PeerFixture.lead : -PeerFixture.lead
                #expect(abs(found.offset - offset) < 1e-8 && abs(found.delay - 0.02) < 1e-8)
                #expect(!found.isInterleaved)
            }
            fixture.wait(round % 2 == 0 ? 1 : 63)
        }
        // The second one has always been asked a moment ago when it answers; the first one a minute ago.
        #expect(waits[0].count == 6 && waits[0].allSatisfy { $0 < 2 }, "\(waits[0])")
        #expect(waits[1].count == 5 && waits[1].dropFirst().allSatisfy { $0 < 2 }, "\(waits[1])")
    }

    @Test func `measure nothing by a packet that has answered none of theirs`() {
        var fixture = PeerFixture()
        for round in 0..<4 { _ = fixture.send(from: round % 2) }
        fixture.wait(60)
        // Somebody else's, who can't know what the second one has sent.
        var forged = NTPPacket(version: 4, mode: .symmetricActive)
        forged.stratum = 1
        forged.receiveTimestamp = NTPTimestamp(fixture.date(of: 0))
        forged.transmitTimestamp = NTPTimestamp(fixture.date(of: 0).advanced(by: 7))
        let forgery = bytes { forged.serialize(into: &$0) }
        #expect(fixture.receive(forgery, at: 1) == .ignored)
        _ = fixture.send(from: 1)
        fixture.wait(30)
        guard case .measured(let found) = fixture.send(from: 0).outcome else {
            Issue.record("the second doesn't measure the first")
            return
        }
        #expect(abs(found.offset + PeerFixture.lead) < 1e-8)
    }

    @Test func `take one answer to each packet, and no other's`() {
        var fixture = PeerFixture()
        _ = fixture.send(from: 0)
        let (answer, _) = fixture.send(from: 1)
        #expect(fixture.receive(answer, at: 0) == .ignored)
        // It hasn't heard of a later packet of ours: its second one answers the first one again.
        #expect(fixture.send(from: 1).outcome == .ignored)
        #expect(fixture.peers[0].counters.good == 1)
    }

    @Test func `poll as often as the more impatient of them`() throws {
        var fixture = PeerFixture { options, index in
            options.minimumPoll = PollInterval(exponent: index == 0 ? 4 : 8)
        }
        _ = fixture.send(from: 1)
        _ = fixture.send(from: 0)
        _ = fixture.send(from: 1)
        let impatient = try #require(fixture.peers[0].deadline).seconds(since: fixture.now)
        let patient = try #require(fixture.peers[1].deadline).seconds(since: fixture.now)
        #expect(abs(impatient - 16) < 1)
        // Not below its own minimum.
        #expect(abs(patient - 256) < 4)
    }

    @Test func `touch nothing by what isn't authenticated`() {
        var fixture = PeerFixture { options, _ in options.key = KeyID(rawValue: 20) }
        fixture.keys = [ToyKeys(), ToyKeys()]
        _ = fixture.send(from: 0)
        let (answer, outcome) = fixture.send(from: 1)
        guard case .measured = outcome else {
            Issue.record("not measured with a key")
            return
        }
        let state = fixture.peers[0].peer
        var forged = answer
        forged[40] ^= 1
        #expect(fixture.receive(forged, at: 0) == .ignored)
        #expect(fixture.receive(Array(answer.prefix(48)), at: 0) == .ignored)
        #expect(fixture.peers[0].peer == state)
    }

    @Test func `don't believe one that isn't synchronised`() {
        var fixture = PeerFixture()
        _ = fixture.send(from: 0)
        guard case .rejected(let tests, _) = fixture.send(from: 1, stratum: 0).outcome else {
            Issue.record("not rejected")
            return
        }
        #expect(!tests.contains(.synchronized))
    }

    @Test(arguments: [Mode.client, .server, .broadcast, .control])
    func `don't take other modes`(mode: Mode) {
        var fixture = PeerFixture()
        _ = fixture.send(from: 0)
        var (answer, _) = fixture.send(from: 1)
        answer[0] = answer[0] & ~7 | mode.rawValue
        answer[40] ^= 1
        #expect(fixture.receive(answer, at: 0) == .ignored)
    }

    @Test func `are told by the time of that moment when their packet came`() throws {
        var fixture = PeerFixture()
        _ = fixture.send(from: 1)
        let received = fixture.date(of: 0)
        fixture.wait(30)
        // A second was pending when the packet came, and has been slewed since.
        let sent = fixture.date(of: 0)
        let (packet, _) = fixture.send(from: 0) { $0 < sent ? $0.advanced(by: 1) : $0 }
        let told = unsafe try NTPPacket(parsing: packet.span.bytes)
        #expect(told.receiveTimestamp == NTPTimestamp(received.advanced(by: 1)))
    }
}
