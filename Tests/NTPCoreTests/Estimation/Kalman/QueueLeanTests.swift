// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `The lean of queues` {
    /// The rate after samples whose packets queued so long on average on the way there and back, in seconds.
    ///
    /// The truth is believed to within 10 µs, and the shortest delay known to a hundredth of the queues.
    private func rate(towards: Double, back: Double, samples: Int = 200, seed: UInt64 = 1) -> Double {
        var generator = TestGenerator.stream(seed)
        var lean = QueueLean()
        for _ in 0..<samples {
            let there = towards * generator.exponential()
            let here = back * generator.exponential()
            lean.add(residual: (there - here) / 2 + 10e-6 * generator.normal(), excess: there + here)
        }
        return lean.rate(floor: 10e-6)
    }

    @Test(arguments: 0..<UInt64(20))
    func `is none when both directions are alike`(seed: UInt64) {
        #expect(rate(towards: 1e-3, back: 1e-3, seed: seed) == 0)
    }

    @Test func `is towards offsets that are too large when requests queue`() {
        #expect(rate(towards: 1e-3, back: 0) > 0)
    }

    @Test func `is the other way round when replies do`() {
        #expect(rate(towards: 0, back: 1e-3) < 0)
    }

    /// Of two exponential queues with sum s, the density of the difference d grows as e^(d (1/b − 1/a) / 2); the
    /// offset is half of d.
    @Test func `is what the difference of the means makes it`() {
        let exact = 1 / 0.1e-3 - 1 / 1e-3
        #expect(0.7...1.2 ~= rate(towards: 1e-3, back: 0.1e-3, samples: 1000) / exact)
    }

    @Test func `is none before there are enough samples`() {
        #expect(rate(towards: 1e-3, back: 0, samples: 7) == 0)
    }

    @Test func `is never steeper than what is known of the offset allows`() {
        #expect(rate(towards: 1e-3, back: 0) < 1 / 10e-6)
    }
}
