// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPServer
import Testing

@Suite struct `Server counters` {
    @Test func `count each datagram once`() {
        var responder = Fixture.responder()
        _ = responder.answer(to: Fixture.request())
        _ = responder.answer(to: Fixture.request(mode: .server))
        _ = responder.answer(to: [])
        _ = responder.answer(to: Fixture.request(trailer: Array(repeating: 1, count: 20)))
        responder.access = AccessList()
        _ = responder.answer(to: Fixture.request())
        let counters = responder.counters
        #expect(counters.received == 5)
        #expect(
            [
                counters.answered, counters.notRequests, counters.malformed, counters.unauthenticated,
                counters.denied,
            ] == [1, 1, 1, 1, 1])
    }

    @Test func `of two threads add up`() {
        var first = Fixture.responder()
        var second = Fixture.responder()
        _ = first.answer(to: Fixture.request())
        _ = second.answer(to: Fixture.request())
        _ = second.answer(to: [])
        let sum = first.counters + second.counters
        #expect([sum.received, sum.answered, sum.malformed] == [3, 2, 1])
    }
}
