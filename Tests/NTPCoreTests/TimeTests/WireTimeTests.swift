// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@Suite struct `NTP timestamp` {
    @Test(
        arguments: [
            (0, 1, 1), (1, 0, -1), (.max, 0, 1), (0, .max, -1), (0, 1 << 63, .min), (5, 5, 0),
            (0xFFFF_FFFF_8000_0000, 0x0000_0000_8000_0000, 1 << 32),
        ] as [(UInt64, UInt64, Int64)])
    func `is the shortest way from another, roll-over or not`(from: UInt64, to: UInt64, distance: Int64) {
        #expect(NTPTimestamp(bits: from).distance(to: NTPTimestamp(bits: to)).bits == distance)
    }
}

@Suite struct `NTP duration` {
    @Test(
        arguments: [
            (0, 0), (1, 1 << 32), (-1, -1 << 32), (0x1p-32, 1), (-0x1p-32, -1), (0x1p-33, 1), (0x1p-34, 0),
            (-0x1p-34, 0), (.nan, 0), (.infinity, .max), (-.infinity, .min), (1e300, .max), (-1e300, .min),
            (0x1p31, .max), (-0x1p31, .min),
        ] as [(Double, Int64)])
    func `is the nearest to so many seconds`(seconds: Double, bits: Int64) {
        #expect(NTPDuration(saturating: seconds).bits == bits)
    }

    @Test(
        arguments: [
            (.max, 1, .max), (.min, -1, .min), (.max, .max, .max), (.min, .min, .min), (.max, .min, -1),
            (3, -5, -2),
        ] as [(Int64, Int64, Int64)])
    func `saturates when added`(a: Int64, b: Int64, sum: Int64) {
        #expect((NTPDuration(bits: a) + NTPDuration(bits: b)).bits == sum)
    }

    @Test(
        arguments: [
            (.min, 1, .min), (.max, -1, .max), (0, .min, .max), (-1, .min, .max), (.min, .min, 0),
            (.max, .max, 0),
            (3, 5, -2),
        ] as [(Int64, Int64, Int64)])
    func `saturates when subtracted`(a: Int64, b: Int64, difference: Int64) {
        #expect((NTPDuration(bits: a) - NTPDuration(bits: b)).bits == difference)
    }

    @Test func `has an opposite even at its end`() {
        #expect((-NTPDuration(bits: .min)).bits == .max)
    }

    @Test(arguments: [0, 1, -1, 1 << 52, -1 << 52] as [Int64])
    func `survives the trip through seconds up to 12 days`(bits: Int64) {
        #expect(NTPDuration(saturating: NTPDuration(bits: bits).seconds).bits == bits)
    }
}

@Suite struct `NTP short` {
    @Test(
        arguments: [
            (0, 0), (1, 0x1_0000), (0x1p-16, 1), (0x1p-17, 1), (1e-300, 1), (1.00001, 0x1_0001), (-1, 0),
            (-0.0, 0),
            (.nan, 0), (-.infinity, 0), (.infinity, .max), (65_536, .max), (1e300, .max),
            (65_535.99998, .max), (65_535.9999, .max - 5),
        ] as [(Double, UInt32)])
    func `rounds a bound up, never down`(seconds: Double, bits: UInt32) {
        #expect(NTPShort(roundingUp: seconds).bits == bits)
    }

    @Test(arguments: 1...16 as ClosedRange<UInt64>)
    func `is less than a unit above the bound`(seed: UInt64) {
        var generator = TestGenerator(seed: seed)
        for _ in 0..<64 {
            let seconds = Double.random(in: 0..<65_535, using: &generator)
            let excess = NTPShort(roundingUp: seconds).seconds - seconds
            #expect(0..<0x1p-16 ~= excess)
        }
    }

    @Test(arguments: [0, 1, 0x1_0000, .max - 1, .max] as [UInt32])
    func `survives the trip through seconds`(bits: UInt32) {
        #expect(NTPShort(roundingUp: NTPShort(bits: bits).seconds).bits == bits)
    }
}

@Suite struct `Poll interval` {
    @Test(arguments: [(-7, 0x1p-7), (0, 1), (6, 64), (17, 131_072)] as [(Int8, Double)])
    func `is a power of two`(exponent: Int8, seconds: Double) {
        #expect(PollInterval(exponent: exponent).seconds == seconds)
    }

    @Test(arguments: [Int8.min, .max])
    func `has a length even when it makes no sense`(exponent: Int8) {
        #expect(PollInterval(exponent: exponent).seconds.isNormal)
    }

    @Test(arguments: [(3, 4), (4, 4), (7, 7), (10, 10), (11, 10)] as [(Int8, Int8)])
    func `keeps within its limits`(exponent: Int8, expected: Int8) {
        let range = PollInterval(exponent: 4)...PollInterval(exponent: 10)
        #expect(PollInterval(exponent: exponent).clamped(to: range).exponent == expected)
    }
}

@Suite struct `Monotonic instant` {
    @Test(arguments: [(1.5, 1_500_000_000), (-1, -1_000_000_000), (.nan, 0)] as [(Double, Int64)])
    func `advances by seconds`(seconds: Double, nanoseconds: Int64) {
        #expect(MonotonicInstant(nanoseconds: 5).advanced(by: seconds).nanoseconds == 5 + nanoseconds)
    }

    @Test func `goes 200 years at most, so that nothing overflows`() {
        let start = MonotonicInstant(nanoseconds: 0)
        #expect(start.advanced(by: .infinity).nanoseconds == 6_000_000_000_000_000_000)
        #expect(start.advanced(by: -.infinity).nanoseconds == -6_000_000_000_000_000_000)
    }

    @Test func `advances by the duration to another`() {
        let (a, b) = (MonotonicInstant(nanoseconds: 7), MonotonicInstant(nanoseconds: 1_000_000_012))
        #expect(a.advanced(by: a.duration(to: b)) == b)
        #expect(b.seconds(since: a) == 1.000000005)
    }
}
