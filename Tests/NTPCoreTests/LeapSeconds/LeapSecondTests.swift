// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `A leap second` {
    /// 2026-12-31 22:00:00 UTC; the leap second comes two hours later.
    private static let start = NTPDate(unixSeconds: 1_798_754_400, nanoseconds: 0)

    private func loop(
        _ leap: LeapIndicator, _ mode: LeapSecondMode, start: NTPDate = start, servers: Int = 1
    ) -> LoopFixture {
        let servers = [LoopFixture.Server](repeating: .init(leap: leap), count: servers)
        return LoopFixture(servers: servers, gain: 30e-6, epoch: start) {
            $0.leapSeconds = mode
            $0.maximumSlewRate = 1e-3
        }
    }

    /// Lets a leap second of UTC pass, after which nobody announces it any more.
    private func pass(_ leap: LeapIndicator, _ loop: inout LoopFixture) {
        loop.run(leap == .insertSecond ? 7200 : 7199)
        loop.utcOffset = leap.correction ?? 0
        for index in loop.servers.indices { loop.servers[index].leap = .none }
    }

    /// The error of what clients are told, in seconds.
    private func servedError(_ loop: LoopFixture) -> Double {
        loop.error + loop.synchronizer.pendingOffset(at: loop.clock)
    }

    @Test(arguments: [LeapIndicator.insertSecond, .deleteSecond])
    func `is a step of a second at the right time`(leap: LeapIndicator) {
        var loop = loop(leap, .step)
        pass(leap, &loop)
        loop.run(0.01)
        #expect(abs(loop.error) < 1e-4, "\(loop.error)")
        let frequency = loop.synchronizer.tracking.frequency.ppm
        loop.run(5000)
        #expect(abs(loop.error) < 1e-4, "\(loop.error)")
        #expect(abs(loop.synchronizer.tracking.frequency.ppm - frequency) < 0.1)
        #expect(loop.events.filter { $0 == .leapSecond(leap.correction ?? 0) }.count == 1)
    }

    @Test(arguments: [LeapIndicator.insertSecond, .deleteSecond])
    func `is slewed from its time on, while clients are told the truth`(leap: LeapIndicator) {
        var loop = loop(leap, .slew)
        pass(leap, &loop)
        loop.run(0.01)
        #expect(abs(servedError(loop)) < 1e-4, "\(servedError(loop))")
        #expect(abs(loop.error) > 0.99)
        loop.run(900)
        #expect(abs(loop.error) < 0.15 && abs(servedError(loop)) < 1e-4, "\(loop.error)")
        loop.run(200)
        #expect(abs(loop.error) < 1e-4, "\(loop.error)")
    }

    @Test(arguments: [LeapIndicator.insertSecond, .deleteSecond])
    func `that the kernel has done loses no sample`(leap: LeapIndicator) throws {
        var loop = loop(leap, .leave)
        pass(leap, &loop)
        let seconds = try #require(leap.correction)
        let before = loop.clock
        loop.step(by: seconds)
        loop.synchronizer.clockChanged(.leapSecond(NTPDuration(saturating: seconds), at: before))
        #expect(loop.synchronizer.tracking.isSynchronized && loop.synchronizer.tracking.leap == .none)
        #expect(abs(servedError(loop)) < 1e-4, "\(servedError(loop))")
        loop.run(3000)
        #expect(abs(loop.error) < 1e-4, "\(loop.error)")
    }

    @Test(arguments: [LeapIndicator.insertSecond, .deleteSecond])
    func `moves the free-running timescale with UTC, whoever announced it`(leap: LeapIndicator) throws {
        var loop = loop(.none, .leave)
        pass(leap, &loop)
        let seconds = try #require(leap.correction)
        let before = loop.clock
        let correction = loop.synchronizer.clockState(at: before).correction
        loop.step(by: seconds)
        loop.synchronizer.clockChanged(.leapSecond(NTPDuration(saturating: seconds), at: before))
        #expect(abs(loop.synchronizer.clockState(at: loop.clock).correction - correction) < 1e-9)
        #expect(abs(servedError(loop)) < 1e-4, "\(servedError(loop))")
        let frequency = loop.synchronizer.tracking.frequency.ppm
        loop.run(3000)
        #expect(abs(loop.error) < 1e-4, "\(loop.error)")
        #expect(abs(loop.synchronizer.tracking.frequency.ppm - frequency) < 0.1)
    }

    @Test func `is announced on its day alone`() {
        var loop = loop(.insertSecond, .step, start: Self.start.advanced(by: -86_400))
        loop.run(3600)
        #expect(loop.synchronizer.tracking.leap == .none)
        loop.run(86_400 - 7200)
        #expect(loop.synchronizer.tracking.leap == .insertSecond)
        #expect(loop.synchronizer.tracking(at: loop.clock.advanced(by: 86_400)).leap == .none)
    }

    @Test func `needs a majority`() {
        var loop = loop(.none, .step, servers: 3)
        loop.servers[0].leap = .insertSecond
        loop.run(3600)
        #expect(loop.synchronizer.tracking.leap == .none)
        loop.servers[1].leap = .insertSecond
        loop.run(3000)
        #expect(loop.synchronizer.tracking.leap == .insertSecond)
    }

    @Test func `needs a majority of the trusted ones, where there are any`() throws {
        var loop = loop(.none, .step, servers: 3)
        let id = loop.synchronizer.sourceIDs[0]
        var options = try #require(loop.synchronizer.options(of: id))
        options.selection.insert(.trust)
        loop.synchronizer.apply(options, to: id, now: loop.now)
        loop.servers[0].leap = .insertSecond
        loop.run(3600)
        #expect(loop.synchronizer.tracking.leap == .insertSecond)
    }

    @Test func `is known by the table where no source announces it`() throws {
        var loop = loop(.none, .step)
        loop.synchronizer.leapTable = LeapSecondTable(list: "3692217600 37\n4007750400 38")
        pass(.insertSecond, &loop)
        loop.run(0.01)
        #expect(abs(loop.error) < 1e-4, "\(loop.error)")
    }

    @Test(arguments: [LeapSecondMode.step, .leave])
    func `is the business of whoever it was given to last`(mode: LeapSecondMode) {
        var loop = loop(.insertSecond, mode == .step ? .leave : .step)
        loop.run(3600)
        #expect(loop.synchronizer.tracking.leap == .insertSecond)
        loop.synchronizer.setLeapSecondMode(mode, now: loop.now, date: loop.clock)
        loop.run(3600)
        loop.utcOffset = -1
        loop.servers[0].leap = .none
        loop.run(0.01)
        let error = mode == .step ? 0.0 : 1
        #expect(abs(loop.error - error) < 1e-4, "\(loop.error)")
    }

    @Test func `isn't taken twice`() {
        var loop = loop(.insertSecond, .step)
        loop.run(7200)
        loop.utcOffset = -1
        // The server goes on to announce it.
        loop.run(86_000)
        #expect(abs(loop.error) < 1e-4, "\(loop.error)")
    }
}
