// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `A limit for corrections` {
    private func ignored(_ loop: LoopFixture) -> Int {
        loop.events.count { if case .ignoredOffset = $0 { true } else { false } }
    }

    @Test func `lets the first updates off`() {
        var limit = ChangeLimit(offset: 1, start: 2, ignored: -1)
        #expect([5, -5, 5].map { limit.judge($0) } == [.accepted, .accepted, .ignored])
    }

    @Test func `is for offsets of either sign`() {
        var limit = ChangeLimit(offset: 1, start: 0, ignored: -1)
        #expect([1, -1, 1.1, -1.1].map { limit.judge($0) } == [.accepted, .accepted, .ignored, .ignored])
    }

    @Test func `ignores so many offsets before it gives up`() {
        var limit = ChangeLimit(offset: 1, start: 0, ignored: 2)
        #expect([5, 0, 5, 5].map { limit.judge($0) } == [.ignored, .accepted, .ignored, .unbearable])
    }

    @Test func `keeps the clock as it is while a server is wrong`() {
        var loop = LoopFixture { $0.changeLimit = ChangeLimit(offset: 0.5, start: 1, ignored: -1) }
        loop.run(600)
        loop.servers[0].offset = 10
        loop.run(3000)
        #expect(abs(loop.error) < 1e-5)
        #expect(ignored(loop) > 0)
    }

    @Test func `is for what is new, not for what is being slewed already`() {
        var loop = LoopFixture(clockOffset: 0.5) {
            $0.changeLimit = ChangeLimit(offset: 0.1, start: 1, ignored: 0)
            $0.maximumSlewRate = 1e-4
        }
        loop.run(1000)
        #expect(loop.error > 0.35, "\(loop.error)")
        #expect(loop.events == [.selected(SourceID(rawValue: 1))])
        loop.run(5000)
        #expect(abs(loop.error) < 1e-5, "\(loop.error)")
    }

    @Test func `gives up once it is too much`() {
        var loop = LoopFixture { $0.changeLimit = ChangeLimit(offset: 0.5, start: 1, ignored: 1) }
        loop.run(600)
        loop.servers[0].offset = 10
        loop.run(3000)
        #expect(ignored(loop) == 1)
        #expect(loop.events.contains { if case .unbearableOffset = $0 { true } else { false } })
    }
}
