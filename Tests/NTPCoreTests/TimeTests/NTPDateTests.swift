// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@Suite struct `NTP date` {
    /// The moments at which a wire timestamp, or its distance as a signed number, rolls over.
    static let rollOvers: [(unixSeconds: Int64, timestamp: UInt64, era: Int32)] = [
        (2_085_978_496, 0, 1),  // 2036-02-07T06:28:16Z
        (4_233_462_144, 0x8000_0000_0000_0000, 1),  // 2104-02-26T09:42:24Z
        (6_380_945_792, 0, 2),  // 2172-03-15T12:56:32Z
        (-2_208_988_800, 0, 0),  // 1900-01-01T00:00:00Z
    ]

    @Test(arguments: rollOvers)
    func `knows the era on both sides of a roll-over`(unixSeconds: Int64, timestamp: UInt64, era: Int32) {
        let after = NTPDate(unixSeconds: unixSeconds, nanoseconds: 0)
        let before = NTPDate(unixSeconds: unixSeconds - 1, nanoseconds: 0)
        #expect(NTPTimestamp(after).bits == timestamp)
        #expect(NTPTimestamp(before).bits == timestamp &- 1 << 32)
        #expect(after.era == era)
        #expect(before.era == (timestamp == 0 ? era - 1 : era))
        #expect(before < after)
        #expect(after.seconds(since: before) == 1)
    }

    @Test(arguments: rollOvers, [-2_147_483_647, -1, 0, 1, 2_147_483_647] as [Int64])
    func `comes back from the wire when it is within 68 years of the pivot`(
        rollOver: (unixSeconds: Int64, timestamp: UInt64, era: Int32), distance: Int64
    ) {
        for offset in [-1, 0, 1] as [Int64] {
            let pivot = NTPDate(unixSeconds: rollOver.unixSeconds + offset, nanoseconds: 123_456_789)
            let date = NTPDate(
                unixSeconds: rollOver.unixSeconds + offset + distance, nanoseconds: 500_000_000)
            #expect(NTPDate(NTPTimestamp(date), near: pivot) == date, "pivot \(offset) s from the roll-over")
        }
    }

    @Test func `loses nothing but what a timestamp can't carry`() {
        let date = NTPDate(bits: Int128(0x1234_5678_9ABC_DEF0) << 32 | 0xFFFF_FFFF)
        let pivot = NTPDate(bits: date.bits + 77)
        #expect(NTPDate(NTPTimestamp(date), near: pivot).bits == date.bits & ~0xFFFF_FFFF)
    }

    @Test(arguments: 1...64 as ClosedRange<UInt64>)
    func `keeps a Unix time to the nanosecond`(seed: UInt64) {
        var generator = TestGenerator(seed: seed)
        for _ in 0..<64 {
            let seconds = Int64.random(in: -4_000_000_000...10_000_000_000, using: &generator)
            let nanoseconds = Int64.random(in: 0...999_999_999, using: &generator)
            let unixTime = NTPDate(unixSeconds: seconds, nanoseconds: nanoseconds).unixTime
            #expect(unixTime.seconds == seconds)
            #expect(unixTime.nanoseconds == nanoseconds)
        }
    }

    @Test(arguments: [0, 1, 499_999_999, 500_000_000, 999_999_999] as [Int64], [-1, 0, 1] as [Int64])
    func `keeps the ends of a second`(nanoseconds: Int64, seconds: Int64) {
        let unixTime = NTPDate(unixSeconds: seconds, nanoseconds: nanoseconds).unixTime
        #expect(unixTime.seconds == seconds)
        #expect(unixTime.nanoseconds == nanoseconds)
    }

    @Test func `rounds to the nearest nanosecond, into the next second if need be`() {
        let almost = NTPDate(bits: NTPDate(unixSeconds: 7, nanoseconds: 0).bits - 1)
        #expect(almost.unixTime.seconds == 7)
        #expect(almost.unixTime.nanoseconds == 0)
    }

    @Test(arguments: [1e-18, -1e-18, 0.1, -0.1, 1e9, -1e9, 0x1p-64])
    func `advances by what it then is apart`(seconds: Double) {
        let start = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 1)
        let apart = start.advanced(by: seconds).seconds(since: start)
        // The unit is 2⁻⁶⁴ s, and what is less than one is dropped.
        #expect(abs(apart - seconds) < 0x1p-64)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, .greatestFiniteMagnitude, 0x1p55, -0x1p55])
    func `stays where it is when told to go beyond reason`(seconds: Double) {
        let start = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 1)
        #expect(start.advanced(by: seconds) == start)
    }

    @Test func `adds a duration exactly`() {
        let start = NTPDate(bits: 0x7777 << 64 | 0xABCD)
        #expect((start + NTPDuration(bits: 1)).bits == start.bits + 1 << 32)
        #expect((start + NTPDuration(bits: .min)).bits == start.bits - Int128(1) << 95)
    }
}
