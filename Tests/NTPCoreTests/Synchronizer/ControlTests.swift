// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

private let source = SourceID(rawValue: 1)

@Suite struct `Orders about the clock` {
    @Test func `step away at once what is still to be slewed`() {
        var loop = LoopFixture(clockOffset: 0.3) { $0.maximumSlewRate = 100e-6 }
        loop.run(60)
        #expect(abs(loop.error) > 0.29)
        loop.order { $0.stepPending(now: $1, date: $2) }
        #expect(abs(loop.error) < 1e-6)
        loop.run(600)
        #expect(abs(loop.error) < 1e-6)
    }

    @Test func `step nothing while nothing is known`() {
        var loop = LoopFixture(servers: [.init(answers: false)], clockOffset: 1)
        loop.run(60)
        loop.order { $0.stepPending(now: $1, date: $2) }
        #expect(loop.commands.isEmpty)
    }

    @Test func `start over without giving up what is still to be slewed`() {
        var loop = LoopFixture(clockOffset: 0.3) { $0.maximumSlewRate = 0.01 }
        loop.run(10)
        loop.order { synchronizer, now, date in
            synchronizer.startOver()
            for id in synchronizer.sourceIDs { synchronizer.setOnline(false, id, now: now) }
            return []
        }
        #expect(!loop.synchronizer.tracking.isSynchronized)
        loop.run(60)
        #expect(abs(loop.error) < 1e-4)
    }

    @Test(arguments: [0.1, -0.1])
    func `slew an offset in, which the sources take back`(offset: Double) {
        var loop = LoopFixture()
        loop.run(600)
        loop.order { $0.adjustOffset(by: offset, now: $1, date: $2) }
        loop.run(2)
        #expect(abs(loop.error - offset) < 1e-6)
        loop.run(1200)
        #expect(abs(loop.error) < 1e-6)
    }

    @Test func `slew an offset in where no source is known`() {
        var loop = LoopFixture(servers: [.init(answers: false)])
        loop.order { $0.adjustOffset(by: 0.25, now: $1, date: $2) }
        loop.run(60)
        #expect(abs(loop.error - 0.25) < 1e-9)
    }

    @Test func `slew an offset in by a late timer where no source is known, and no more than that`() {
        var loop = LoopFixture(servers: [.init(answers: false)])
        loop.order { $0.adjustOffset(by: 0.25, now: $1, date: $2) }
        loop.timerLateness = 0.3
        loop.run(60)
        #expect(abs(loop.error - 0.25) < 1e-6, "\(loop.error)")
        #expect(abs(loop.synchronizer.pendingOffset(at: loop.clock)) < 1e-6)
    }

    @Test func `change the frequency of what is served as well`() {
        var loop = LoopFixture(servers: [.init(answers: false)])
        loop.order { $0.adjustOffset(by: 0.25, now: $1, date: $2) }
        loop.run(60)
        loop.order { $0.adjustFrequency(by: Frequency(ppm: 20), now: $1, date: $2) }
        loop.run(1000)
        #expect(abs(loop.error - 0.25 - 1000 * 20e-6) < 1e-6)
        #expect(abs(loop.synchronizer.pendingOffset(at: loop.clock)) < 1e-6)
    }

    @Test func `change the frequency, and the report of it`() {
        var loop = LoopFixture(servers: [.init(answers: false)])
        loop.order { $0.adjustFrequency(by: Frequency(ppm: 20), now: $1, date: $2) }
        loop.run(100)
        #expect(abs(loop.error - 100 * 20e-6) < 1e-9)
        #expect(abs(loop.synchronizer.tracking.frequency.ppm - 20) < 1e-9)
    }

    @Test func `allow steps from the next update on`() {
        var loop = LoopFixture(clockOffset: 2) { $0.maximumSlewRate = 100e-6 }
        loop.run(60)
        loop.synchronizer.setStepPolicy(StepPolicy(threshold: 1, limit: .updates(1)))
        loop.run(2000)
        #expect(abs(loop.error) < 1e-5)
    }

    @Test func `slew faster from the next update on, and correct no larger a frequency than they allow`() {
        var loop = LoopFixture(clockOffset: 0.5, gain: 80e-6) { $0.maximumSlewRate = 100e-6 }
        loop.run(200)
        #expect(abs(loop.error) > 0.45, "\(loop.error)")
        loop.synchronizer.setLimits(slewRate: 0.05, frequency: 50e-6)
        loop.run(2000)
        #expect(abs(loop.error) < 0.05, "\(loop.error)")
        #expect(abs(loop.synchronizer.restingFrequency.ppm + 50) < 1e-6)
    }

    @Test func `believe no large offset any more, or any`() {
        var loop = LoopFixture()
        loop.run(600)
        loop.synchronizer.setChangeLimit(ChangeLimit(offset: 0.05, start: 0, ignored: -1))
        loop.utcOffset = 0.2
        loop.run(600)
        #expect(abs(loop.error + 0.2) < 1e-3, "\(loop.error)")
        loop.synchronizer.setChangeLimit(nil)
        loop.run(2000)
        #expect(abs(loop.error) < 1e-3, "\(loop.error)")
    }

    @Test func `have the local clock stand in for a source, and end that`() {
        var loop = LoopFixture(servers: [.init(answers: false)])
        loop.synchronizer.setLocalReference(LocalReferenceOptions(stratum: 7))
        #expect(loop.synchronizer.tracking(at: loop.clock).stratum == 7)
        #expect(loop.synchronizer.tracking(at: loop.clock).referenceID == .local)
        loop.synchronizer.setLocalReference(nil)
        #expect(!loop.synchronizer.tracking(at: loop.clock).isSynchronized)
    }
}

@Suite struct `Orders about sources` {
    @Test func `keep the poll interval within other limits at once`() throws {
        var loop = LoopFixture()
        loop.run(100)
        var options = try #require(loop.synchronizer.options(of: source))
        options.minimumPoll = PollInterval(exponent: 8)
        loop.synchronizer.apply(options, to: source, now: loop.now)
        #expect(loop.synchronizer.report(for: source, at: loop.clock)?.poll.exponent == 8)
    }

    @Test func `correct a source's offset by what is known of it`() throws {
        var loop = LoopFixture()
        loop.run(600)
        var options = try #require(loop.synchronizer.options(of: source))
        options.offset = 0.01
        loop.synchronizer.apply(options, to: source, now: loop.now)
        loop.run(20_000)
        #expect(abs(loop.error - 0.01) < 1e-5)
    }

    @Test func `ask a source that is offline in a burst, and no more`() throws {
        var loop = LoopFixture()
        loop.synchronizer.setOnline(false, source, now: loop.now)
        loop.synchronizer.startBurst(source, goodReplies: 3, requests: 5, now: loop.now)
        #expect(loop.synchronizer.report(for: source, at: loop.clock)?.isInBurst == true)
        loop.run(600)
        let report = try #require(loop.synchronizer.report(for: source, at: loop.clock))
        #expect(report.counters.sent == 3)
        #expect(!report.isInBurst)
        #expect(!report.isOnline)
        #expect(loop.synchronizer.deadline == nil)
    }

    @Test func `give a burst up after so many requests`() {
        var loop = LoopFixture(servers: [.init(answers: false)])
        loop.synchronizer.setOnline(false, source, now: loop.now)
        loop.synchronizer.startBurst(source, goodReplies: 3, requests: 5, now: loop.now)
        loop.run(600)
        #expect(loop.synchronizer.report(for: source, at: loop.clock)?.counters.sent == 5)
    }

    @Test func `go back to the poll interval after a burst`() {
        var loop = LoopFixture()
        loop.run(600)
        loop.synchronizer.startBurst(source, goodReplies: 2, requests: 4, now: loop.now)
        loop.run(10)
        let report = loop.synchronizer.report(for: source, at: loop.clock)
        #expect(report?.isInBurst == false)
        #expect(report?.isOnline == true)
        #expect((loop.synchronizer.deadline?.seconds(since: loop.now) ?? 0) > 50)
    }

    @Test func `forget what was measured, and synchronise anew`() {
        var loop = LoopFixture(clockOffset: 0.1)
        loop.run(600)
        loop.synchronizer.resetSources(now: loop.now)
        #expect(!loop.synchronizer.tracking.isSynchronized)
        #expect(loop.synchronizer.tracking.referenceID == .unsynchronized)
        #expect(loop.synchronizer.report(for: source, at: loop.clock)?.support.samples == 0)
        loop.run(60)
        #expect(loop.synchronizer.tracking.isSynchronized)
    }

    @Test func `select a better source than one that is held on to`() {
        var loop = LoopFixture(servers: [.init(delay: 0.01), .init(delay: 0.012)])
        var algorithm = loop.synchronizer.algorithm
        algorithm.selector.reselectDistance = 10
        loop.synchronizer.reconfigure(algorithm)
        loop.run(600)
        let before = loop.synchronizer.tracking.source
        loop.servers[0].delay = 0.02
        loop.servers[1].delay = 0.001
        loop.run(20_000)
        #expect(loop.synchronizer.tracking.source == before)
        loop.order { $0.reselect(now: $1, date: $2) }
        loop.run(2000)
        #expect(loop.synchronizer.tracking.source == SourceID(rawValue: 2))
    }

    @Test func `keep the frequency when estimates are to be surer than they are`() {
        var loop = LoopFixture(gain: 50e-6)
        var algorithm = loop.synchronizer.algorithm
        algorithm.discipline.maximumUpdateSkew = 0
        loop.synchronizer.reconfigure(algorithm)
        loop.run(3600)
        #expect(loop.synchronizer.tracking.frequency == .zero)
    }
}

@Suite struct `What is followed` {
    @Test func `is told to others by its reference ID`() throws {
        var loop = LoopFixture()
        var options = try #require(loop.synchronizer.options(of: source))
        options.referenceID = ReferenceID(bits: 0xC000_0201)
        loop.synchronizer.apply(options, to: source, now: loop.now)
        loop.run(60)
        #expect(loop.synchronizer.tracking.referenceID.bits == 0xC000_0201)
    }
}
