// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPSimulator
import Testing

@Suite struct `Event queue` {
    @Test func `gives the earliest first`() {
        var queue = EventQueue<Int>()
        var generator = SeededGenerator(seed: 4)
        let times = (0..<500).map { _ in Int64(generator.next() >> 40) }
        for (index, time) in times.enumerated() { queue.schedule(index, at: TrueTime(bits: time)) }
        var taken: [Int64] = []
        while queue.nextTime != nil { taken.append(queue.removeFirst().time.bits) }
        #expect(taken == times.sorted())
    }

    @Test func `gives what is due at the same time in the order it was planned in`() {
        var queue = EventQueue<Int>()
        for index in 0..<100 { queue.schedule(index, at: TrueTime(bits: Int64(index % 3))) }
        var taken: [Int] = []
        while queue.nextTime != nil { taken.append(queue.removeFirst().event) }
        let expected = (0..<3).flatMap { time in (0..<100).filter { $0 % 3 == time } }
        #expect(taken == expected)
    }

    @Test func `takes what is planned while it is emptied`() {
        var queue = EventQueue<Int>()
        queue.schedule(0, at: TrueTime(bits: 10))
        queue.schedule(1, at: TrueTime(bits: 30))
        _ = queue.removeFirst()
        queue.schedule(2, at: TrueTime(bits: 20))
        #expect(queue.removeFirst().event == 2)
        #expect(queue.removeFirst().event == 1)
        #expect(queue.nextTime == nil)
    }
}
