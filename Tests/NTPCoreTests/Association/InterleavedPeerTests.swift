// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `Interleaved peers` {
    /// Packets leave 4 ms later than they say, on the way for 10 ms.
    private static func fixture(_ interleaved: [Bool] = [true, true]) -> PeerFixture {
        var fixture = PeerFixture { options, index in options.interleaved = interleaved[index] }
        fixture.lateness = 0.004
        return fixture
    }

    private static func measurement(_ outcome: Association.Outcome) -> Measurement? {
        if case .measured(let measurement) = outcome { measurement } else { nil }
    }

    /// Whether it is as good as packets that left when they said.
    private static func isExact(_ measurement: Measurement, at index: Int) -> Bool {
        let offset = index == 0 ? PeerFixture.lead : -PeerFixture.lead
        return abs(measurement.offset - offset) < 1e-8 && abs(measurement.delay - 0.02) < 1e-8
    }

    @Test func `measure by when packets really left, once for each that comes`() throws {
        var fixture = Self.fixture()
        var found: [Measurement?] = []
        for round in 0..<12 {
            found.append(Self.measurement(fixture.send(from: round % 2).outcome))
            fixture.wait(round % 2 == 0 ? 30 : 34)
        }
        #expect(found[0] == nil)
        let measured = found.dropFirst().compactMap(\.self)
        #expect(measured.count == 11)
        #expect(
            measured.map(\.isInterleaved) == Array(repeating: false, count: 3)
                + Array(repeating: true, count: 8))
        #expect(found.indices.dropFirst(4).allSatisfy { Self.isExact(found[$0]!, at: 1 - $0 % 2) })
        #expect(abs(measured[0].delay - 0.024) < 1e-8)
    }

    @Test func `ask in basic mode when the peer is silent`() throws {
        var fixture = Self.fixture()
        for round in 0..<6 { _ = fixture.send(from: round % 2) }
        // The first one answers what has come, with the exact time of its packet before; the next ones answer nothing.
        let packets = (0..<3).map { _ in fixture.depart(from: 0) }
        let transmitted = try packets.map { packet in
            unsafe try NTPPacket(parsing: packet.span.bytes).transmitTimestamp
        }
        let ages = transmitted.map { $0.distance(to: NTPTimestamp(fixture.date(of: 0))).seconds }
        #expect(abs(ages[0] - 0.036) < 1e-8)
        #expect(abs(ages[1] - 0.008) < 1e-8 && abs(ages[2] - 0.004) < 1e-8)
    }

    @Test func `understand each other when one of them alone is told to`() {
        var fixture = Self.fixture([false, true])
        var kinds: [[Bool]] = [[], []]
        for round in 0..<12 {
            guard let found = Self.measurement(fixture.send(from: round % 2).outcome) else { continue }
            kinds[1 - round % 2].append(found.isInterleaved)
        }
        // The one that is told tells the other.
        #expect(kinds[0].suffix(4) == [true, true, true, true])
        #expect(kinds[1] == Array(repeating: false, count: 5))
    }

    @Test func `tell no times that only the program has taken`() {
        var fixture = Self.fixture()
        for round in 0..<8 {
            let packet = fixture.depart(from: round % 2, by: .daemon)
            fixture.wait(0.01)
            let found = Self.measurement(fixture.receive(packet, at: 1 - round % 2))
            #expect(found?.isInterleaved != true)
        }
        #expect(fixture.peers[0].counters.good == 4)
    }

    @Test func `choose the exchange with the shorter wait`() throws {
        var fixture = Self.fixture()
        var waits: [Double] = []
        for round in 0..<12 {
            if let found = Self.measurement(fixture.send(from: round % 2).outcome), found.isInterleaved {
                waits.append(abs(found.replySent.seconds(since: found.requestReceived)))
            }
            fixture.wait(round % 2 == 0 ? 1 : 63)
        }
        #expect(waits.count > 6)
        #expect(waits.dropFirst(2).allSatisfy { $0 < 2 }, "\(waits)")
    }

    @Test(arguments: 0..<50)
    func `never measure by the time of another packet, whatever is lost`(seed: UInt64) {
        var random = TestGenerator.stream(seed)
        var fixture = Self.fixture()
        // Neither a loss nor a packet out of turn may have one packet taken for another.
        let loss = random.uniform() * 0.5
        let turn = 0.2 + random.uniform() * 0.6
        var measured = 0
        var interleaved = 0
        for _ in 0..<500 {
            let index = random.uniform() < turn ? 0 : 1
            let packet = fixture.depart(from: index)
            fixture.wait(0.01)
            if random.uniform() >= loss, let found = Self.measurement(fixture.receive(packet, at: 1 - index))
            {
                measured += 1
                interleaved += found.isInterleaved ? 1 : 0
                let isRight = found.isInterleaved ? Self.isExact(found, at: 1 - index) : found.delay < 0.0241
                #expect(isRight, "offset \(found.offset), delay \(found.delay), \(found.isInterleaved)")
            }
            fixture.wait(random.uniform() * 64)
        }
        #expect(measured > 20 && interleaved > 0, "\(interleaved) of \(measured)")
    }

    @Test func `are measured as often as those of basic mode`() {
        let counts = [false, true].map { isInterleaved in
            var random = TestGenerator.stream(9)
            var fixture = Self.fixture([isInterleaved, isInterleaved])
            for _ in 0..<2000 {
                let index = random.uniform() < 0.5 ? 0 : 1
                let packet = fixture.depart(from: index)
                fixture.wait(0.01)
                if random.uniform() >= 0.1 { _ = fixture.receive(packet, at: 1 - index) }
                fixture.wait(random.uniform() * 64)
            }
            return fixture.peers.reduce(0) { $0 + $1.counters.good }
        }
        #expect(counts[0] == counts[1])
    }

    @Test func `begin anew in basic mode when a clock is stepped`() throws {
        var fixture = Self.fixture()
        for round in 0..<6 { _ = fixture.send(from: round % 2) }
        fixture.peers[0].clockStepped()
        let packet = unsafe try NTPPacket(parsing: fixture.depart(from: 0).span.bytes)
        #expect(packet.originTimestamp == .zero && packet.receiveTimestamp == .zero)
    }
}
