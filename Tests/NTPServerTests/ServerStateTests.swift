// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPServer
import Testing

@Suite struct `Server state` {
    @Test func `passes on what the tracking says`() throws {
        let packet = try reply(to: Fixture.tracking)
        #expect(packet.leap == .none)
        #expect(packet.stratum == 2)
        #expect(packet.referenceID == Fixture.tracking.referenceID)
    }

    @Test(arguments: [LeapIndicator.insertSecond, .deleteSecond])
    func `announces a leap second`(leap: LeapIndicator) throws {
        var tracking = Fixture.tracking
        tracking.leap = leap
        #expect(try reply(to: tracking).leap == leap)
    }

    @Test func `rounds root delay and root dispersion up`() throws {
        let packet = try reply(to: Fixture.tracking)
        #expect(packet.rootDelay.bits == 656)  // 0.010 s are 655.36 units
        #expect(packet.rootDispersion.bits == 132)  // 0.002 s are 131.07 units
    }

    @Test func `lets the root dispersion grow from the latest update on`() throws {
        var responder = Fixture.responder()
        let anHourLater = Fixture.now.advanced(by: 3600)
        let packet = try #require(responder.answer(to: Fixture.request(), receivedAt: anHourLater).packet)
        #expect(abs(packet.rootDispersion.seconds - 0.038) < 2e-5)
    }

    @Test func `doesn't let it shrink when the clock was stepped back`() throws {
        var responder = Fixture.responder()
        let before = Fixture.now.advanced(by: -3600)
        let packet = try #require(responder.answer(to: Fixture.request(), receivedAt: before).packet)
        #expect(packet.rootDispersion.seconds >= 0.001)
    }

    /// The bytes behind the poll field that Debian's chronyd 4.3 sends before its first update.
    @Test func `admits to knowing nothing as chronyd does`() throws {
        let packet = try reply(to: .unsynchronized)
        #expect(packet.leap == .unsynchronized)
        #expect(packet.stratum == 0)
        #expect(packet.rootDelay.bits == 0x0001_0000)
        #expect(packet.rootDispersion.bits == 0x0001_0000)
        #expect(packet.referenceID.bits == 0)
        #expect(packet.referenceTimestamp == .zero)
    }

    @Test(arguments: [0, 16, 255] as [UInt8])
    func `takes a stratum that no packet can carry for unsynchronised`(stratum: UInt8) throws {
        var tracking = Fixture.tracking
        tracking.stratum = stratum
        let packet = try reply(to: tracking)
        #expect(packet.leap == .unsynchronized)
        #expect(packet.stratum == 0)
    }

    @Test func `hides when within a second the clock was updated`() throws {
        let ages = try (0..<64).map { _ in
            let timestamp = try reply(to: Fixture.tracking).referenceTimestamp
            return Fixture.tracking.referenceTime.seconds(since: NTPDate(timestamp, near: Fixture.now))
        }
        #expect(ages.allSatisfy { 0..<1 ~= $0 })
        #expect(ages.contains { $0 < 0.5 } && ages.contains { $0 > 0.5 })
    }

    private func reply(to tracking: Tracking) throws -> NTPPacket {
        var responder = Fixture.responder(state: Fixture.state(tracking))
        return try #require(responder.answer(to: Fixture.request()).packet)
    }
}
