// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `Polling` {
    @Test func `a burst sends four good requests two seconds apart`() throws {
        var fixture = AssociationFixture { $0.initialBurst = true }
        let start = fixture.now
        for _ in 0..<4 { try fixture.exchange() }
        #expect(abs(fixture.now.seconds(since: start) - 6) < 0.2)
        let next = try #require(fixture.association.deadline)
        #expect(abs(next.seconds(since: fixture.now) - 64) < 1)
    }

    @Test func `a burst without answers ends after eight requests`() throws {
        var fixture = AssociationFixture { $0.initialBurst = true }
        let start = fixture.now
        for _ in 0..<8 { _ = try fixture.request() }
        #expect(fixture.now.seconds(since: start) < 15)
        _ = try fixture.request()
        #expect(fixture.now.seconds(since: start) > 64)
    }

    @Test func `requests are a poll interval apart, give or take one per cent`() throws {
        var fixture = AssociationFixture()
        try fixture.exchange()
        for _ in 0..<50 {
            let before = fixture.now
            try fixture.exchange()
            #expect(63.3...64.7 ~= fixture.now.seconds(since: before) + 0.01)
        }
    }

    @Test func `the poll interval keeps within its limits`() throws {
        var fixture = AssociationFixture {
            $0.minimumPoll = PollInterval(exponent: 4)
            $0.maximumPoll = PollInterval(exponent: 6)
        }
        for _ in 0..<20 { fixture.association.adjustPoll(by: 3) }
        #expect(fixture.association.poll.exponent == 6)
        fixture.association.adjustPoll(by: -100)
        #expect(fixture.association.poll.exponent == 4)
        fixture.association.adjustPoll(by: .nan)
        #expect(fixture.association.poll.exponent == 4)
    }

    @Test func `a request that isn't measured goes two seconds ahead from a poll interval on`() throws {
        var fixture = AssociationFixture { $0.presendPoll = PollInterval(exponent: 6) }
        let start = fixture.now
        for round in 0..<3 {
            let ahead = try fixture.request()
            let lead = fixture.now
            guard case .rejected(let tests, _) = fixture.receive(fixture.reply(to: ahead)) else {
                Issue.record("measured")
                return
            }
            #expect(tests == PacketTests.all.subtracting(.delay))
            #expect(fixture.association.reach.bits == (1 << round) - 1)
            try fixture.exchange()
            #expect(1.95...2.05 ~= fixture.now.seconds(since: lead) - 0.01)
        }
        #expect(abs(fixture.now.seconds(since: start) - 2 * 64 - 2) < 2)
        #expect(fixture.association.counters.good == 3)
    }

    @Test func `no request goes ahead below that interval`() throws {
        var fixture = AssociationFixture { $0.presendPoll = PollInterval(exponent: 7) }
        for _ in 0..<3 { try fixture.exchange() }
        #expect(fixture.association.counters.good == 3)
    }

    @Test(arguments: [(6, 1), (7, 2), (8, 4), (10, 4)])
    func `a burst leaves room for the shortest poll interval`(exponent: Int, requests: UInt32) throws {
        var fixture = AssociationFixture { $0.burst = true }
        fixture.association.adjustPoll(by: Double(exponent - 6))
        let start = fixture.now
        while fixture.now.seconds(since: start) < 60 { _ = try fixture.request() }
        // The one that ended the loop is the first of the next poll.
        #expect(fixture.association.counters.sent == requests + 1)
    }

    @Test func `a burst goes on after an answer that took too long beside others`() throws {
        var fixture = AssociationFixture {
            $0.burst = true
            $0.minimumPoll = PollInterval(exponent: 6)
        }
        fixture.association.adjustPoll(by: 2)
        try fixture.exchange()
        #expect(!fixture.association.isInBurst)
        let good = fixture.association.counters.good
        try fixture.exchange()
        fixture.association.noteUseless()
        #expect(fixture.association.isInBurst && fixture.association.counters.good == good)
        #expect(try #require(fixture.association.deadline).seconds(since: fixture.now) < 2.1)
    }

    @Test func `polls of less than a second begin with the first quick answer`() throws {
        var fixture = AssociationFixture { $0.minimumPoll = PollInterval(exponent: -4) }
        let reply = fixture.reply(to: try fixture.request())
        _ = fixture.receive(reply, after: 0.001)
        #expect(try #require(fixture.association.deadline).seconds(since: fixture.now) < 0.07)
    }

    @Test func `late timers don't add up`() throws {
        var fixture = AssociationFixture {
            $0.minimumPoll = PollInterval(exponent: -6)
            $0.maximumPoll = PollInterval(exponent: -6)
        }
        for _ in 0..<2 { _ = fixture.receive(fixture.reply(to: try fixture.request()), after: 0.001) }
        let start = fixture.now
        for _ in 0..<640 {
            let late = try #require(fixture.association.deadline).advanced(by: 0.0009)
            fixture.wait(late.seconds(since: fixture.now))
            _ = fixture.receive(fixture.reply(to: try fixture.request()), after: 0.001)
        }
        #expect(abs(fixture.now.seconds(since: start) - 10) < 0.05)
    }

    @Test func `polls of less than a second are for quick networks that answer`() throws {
        func interval(delay: Double, replies: Int) throws -> Double {
            var fixture = AssociationFixture {
                $0.minimumPoll = PollInterval(exponent: -3)
                $0.maximumPoll = PollInterval(exponent: -3)
            }
            for _ in 0..<replies {
                let reply = fixture.reply(to: try fixture.request())
                _ = fixture.receive(reply, after: delay)
            }
            _ = try fixture.request()
            let before = fixture.now
            _ = try fixture.request()
            return fixture.now.seconds(since: before)
        }
        #expect(abs(try interval(delay: 0.001, replies: 3) - 0.125) < 0.01)
        #expect(try interval(delay: 0.02, replies: 3) > 0.9)
        #expect(try interval(delay: 0.001, replies: 0) > 0.9)
    }

    @Test func `reach has a bit for each of the last eight requests`() throws {
        var fixture = AssociationFixture()
        for _ in 0..<8 { try fixture.exchange() }
        #expect(fixture.association.reach.bits == 0o377)
        _ = try fixture.request()
        #expect(fixture.association.reach.bits == 0o376)
        for _ in 0..<7 { _ = try fixture.request() }
        #expect(!fixture.association.reach.isReachable)
    }
}

@Suite struct `A kiss` {
    private let rate = ReferenceID("RATE")
    private let deny = ReferenceID("DENY")

    @Test func `of the RATE kind slows requests down and ends a burst`() throws {
        var fixture = AssociationFixture { $0.initialBurst = true }
        let kiss = kiss(rate, to: try fixture.request(), in: fixture)
        #expect(fixture.receive(kiss) == .kiss(.rate))
        let pause = try #require(fixture.association.deadline).seconds(since: fixture.now)
        #expect(pause >= 5 * 64)
    }

    @Test func `is not obeyed unless it answers our own request`() throws {
        var fixture = AssociationFixture()
        var forged = kiss(rate, to: try fixture.request(), in: fixture)
        forged.originTimestamp.bits ^= 1
        let deadline = fixture.association.deadline
        #expect(fixture.receive(forged) == .ignored)
        #expect(fixture.association.deadline == deadline)
    }

    @Test func `of the DENY kind never ends the association for good`() throws {
        var fixture = AssociationFixture()
        var pauses: [Double] = []
        for _ in 0..<12 {
            let kiss = kiss(deny, to: try fixture.request(), in: fixture)
            #expect(fixture.receive(kiss) == .kiss(.deny))
            pauses.append(try #require(fixture.association.deadline).seconds(since: fixture.now))
        }
        #expect(pauses[0] == 1024)
        #expect(pauses[1] == 2048)
        #expect(pauses.max() == 65536)
        // A server that has changed its mind is asked as usual again.
        try fixture.exchange()
        let request = try fixture.request()
        _ = fixture.receive(kiss(deny, to: request, in: fixture))
        #expect(try #require(fixture.association.deadline).seconds(since: fixture.now) == 1024)
    }

    private func kiss(_ code: ReferenceID?, to request: NTPPacket, in fixture: AssociationFixture)
        -> NTPPacket
    {
        fixture.reply(to: request) {
            $0.stratum = 0
            $0.leap = .unsynchronized
            $0.referenceID = code ?? .unsynchronized
        }
    }
}
