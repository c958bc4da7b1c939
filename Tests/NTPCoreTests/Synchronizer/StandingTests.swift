// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `The standing of the sources` {
    private let first = SourceID(rawValue: 1)

    private func stratum(_ loop: LoopFixture) -> UInt8 {
        loop.synchronizer.tracking.stratum
    }

    @Test func `ends synchronisation when nobody has the majority any more`() {
        var loop = LoopFixture(servers: [.init(), .init()])
        loop.run(600)
        #expect(loop.synchronizer.tracking.isSynchronized)
        loop.servers[1].offset = 1
        loop.run(2000)
        #expect(loop.events.last == .cannotSynchronize(.noMajority))
        #expect(!loop.synchronizer.tracking.isSynchronized)
        let published = loop.commands.compactMap { if case .publish(let status) = $0 { status } else { nil } }
        #expect(published.last?.leap == .unsynchronized)
    }

    @Test func `names a falseticker once`() {
        var loop = LoopFixture(servers: [.init(), .init(offset: 0.3), .init()])
        loop.run(3600)
        let named = loop.events.filter { $0 == .falseticker(SourceID(rawValue: 2)) }
        #expect(named.count == 1)
    }

    @Test func `is told when the last source is removed`() {
        var loop = LoopFixture()
        loop.run(600)
        loop.synchronizer.remove(first, now: loop.now)
        loop.run(1)
        #expect(loop.events == [.selected(first), .cannotSynchronize(.noSources)])
    }

    @Test func `isn't told to be lost when all of them are only asked anew`() {
        var loop = LoopFixture()
        loop.run(600)
        loop.step(by: 5)
        loop.synchronizer.clockChanged(.unknownStep(to: loop.clock))
        loop.order { $0.reselect(now: $1, date: $2) }
        #expect(loop.events == [.selected(first)])
        loop.run(600)
        #expect(loop.events == [.selected(first), .selected(first)])
    }

    @Test
    func `tells of a source that has fallen silent, without waiting for its answer, and keeps the time`() {
        var options = AssociationOptions.burstAtStart
        options.maximumPoll = PollInterval(exponent: 6)
        var loop = LoopFixture(servers: [.init(options: options)])
        loop.run(600)
        loop.servers[0].answers = false
        loop.run(64 * 7)
        #expect(loop.events == [.selected(first)])
        loop.run(64 * 5)
        #expect(loop.events == [.selected(first), .cannotSynchronize(.noSelectableSources)])
        #expect(loop.synchronizer.tracking.isSynchronized)
        loop.servers[0].answers = true
        loop.run(128)
        #expect(loop.events.last == .selected(first) && loop.events.count == 3)
    }

    @Test func `doesn't lose a source whose answers are of no use for a while`() {
        var options = AssociationOptions.burstAtStart
        options.maximumDelay = 0.05
        var loop = LoopFixture(servers: [.init(options: options)])
        loop.run(600)
        loop.servers[0].delay = 0.1
        loop.run(64 * 20)
        #expect(loop.synchronizer.report(for: first, at: loop.clock)?.reach.isReachable == false)
        #expect(loop.events == [.selected(first)])
    }

    @Test func `lets a source that isn't synchronised any more go with its first word of it`() {
        var loop = LoopFixture(servers: [.init(), .init(delay: 0.02)])
        loop.run(600)
        loop.servers[0].leap = .unsynchronized
        loop.run(1100)
        #expect(loop.synchronizer.report(for: first, at: loop.clock)?.status == .unsynchronized)
        #expect(loop.events.last == .selected(SourceID(rawValue: 2)))
    }
}

@Suite struct `A source with a minimum stratum` {
    @Test func `counts as the stratum that it is to have at least`() {
        var server = LoopFixture.Server(stratum: 2)
        server.options.minimumStratum = 5
        var loop = LoopFixture(servers: [server])
        loop.run(100)
        #expect(loop.synchronizer.tracking.stratum == 6)
    }
}

@Suite struct `A source that is copied` {
    @Test func `lends stratum and reference ID`() throws {
        let upstream = ReferenceID(bits: 0xC000_0201)
        var server = LoopFixture.Server(stratum: 3, referenceID: upstream)
        server.options.referenceID = ReferenceID(bits: 0x7F00_0001)
        var loop = LoopFixture(servers: [server])
        loop.run(100)
        #expect(loop.synchronizer.tracking.stratum == 4)
        #expect(loop.synchronizer.tracking.referenceID == server.options.referenceID)

        server.options.copiesIdentity = true
        loop = LoopFixture(servers: [server])
        loop.run(100)
        #expect(loop.synchronizer.tracking.stratum == 3)
        #expect(loop.synchronizer.tracking.referenceID == upstream)
    }
}

@Suite struct `A filter of samples` {
    @Test func `updates the clock once for so many polls`() throws {
        var server = LoopFixture.Server()
        server.options = .with {
            $0.filterLength = 5
            $0.minimumPoll = PollInterval(exponent: 2)
            $0.maximumPoll = PollInterval(exponent: 2)
        }
        var loop = LoopFixture(servers: [server], clockOffset: 0.01)
        loop.run(4 * 5 * 10 + 2)
        let report = try #require(
            loop.synchronizer.report(for: SourceID(rawValue: 1), at: loop.clock))
        #expect(report.counters.good == 51)
        #expect(report.support.samples == 10)
        #expect(abs(loop.error) < 1e-4)
    }
}
