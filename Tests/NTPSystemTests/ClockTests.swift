// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPSystem

@Suite struct `Clock offset` {
    @Test(
        arguments: [
            (0.0, 0, 0), (1.5, 1, 500_000_000), (-0.1, -1, 900_000_000), (-36, -36, 0),
            (-0.25e-9, 0, 0), (0.99999999999, 1, 0),
        ] as [(Double, Int64, Int64)])
    func `has its nanoseconds positive`(offset: Double, seconds: Int64, nanoseconds: Int64) {
        let split = ClockOffset(nearest: NTPDuration(saturating: offset))
        #expect(split.seconds == seconds)
        #expect(split.nanoseconds == nanoseconds)
    }

    @Test func `is within half a nanosecond of what was asked for`() {
        var generator = TestGenerator(state: 3)
        var wrong: [Int64] = []
        for _ in 0..<100_000 {
            let wanted = NTPDuration(bits: Int64(bitPattern: generator.next()))
            let split = ClockOffset(nearest: wanted)
            let error = split.duration.bits &- wanted.bits
            // 0.5 ns is 2.1 units of 2⁻³² s.
            if !(0..<1_000_000_000 ~= split.nanoseconds && error.magnitude <= 3) { wrong.append(wanted.bits) }
        }
        #expect(wrong.isEmpty)
    }
}

@Suite struct `Leap second day` {
    @Test(
        arguments: [
            // 2016-12-31
            (1_483_142_399, false), (1_483_142_400, true), (1_483_228_799, true), (1_483_228_800, false),
            (1_435_622_400, true), (1_435_708_800, false),  // 2015-06-30
            (-1, true), (0, false),  // 1969-12-31
            (951_782_400, false),  // 2000-02-29
        ] as [(Int64, Bool)])
    func `is the last of June or December in UTC`(unixSeconds: Int64, expected: Bool) {
        #expect(LeapSecondDay.contains(NTPDate(unixSeconds: unixSeconds, nanoseconds: 0)) == expected)
    }

    @Test func `follows the calendar over 400 years`() {
        let lengths: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var number: Int64 = 0
        var wrong: [Int64] = []
        for year in 1970..<2370 {
            let isLeapYear = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
            for month in 1...12 {
                let length = lengths[month - 1] + (month == 2 && isLeapYear ? 1 : 0)
                for day in 1...length {
                    let found = LeapSecondDay.monthAndDay(ofDayNumber: number)
                    if found != (Int64(month), day) { wrong.append(number) }
                    number += 1
                }
            }
        }
        #expect(wrong.isEmpty)
    }
}

@Suite struct `Kernel registers` {
    @Test(
        arguments: [
            (0.0, 0), (1e-9, 1), (1.5e-6, 2), (0.0125, 12_500), (16, 16_000_000), (1e300, 16_000_000),
            (.infinity, 16_000_000), (.nan, 0), (-1, 0),
        ] as [(Double, Int64)])
    func `take errors in whole microseconds, rounded up, within the kernel's limit`(
        seconds: Double, expected: Int64
    ) {
        #expect(KernelRegisters.microseconds(roundingUp: seconds) == expected)
    }

    @Test func `can be read without a privilege`() throws {
        let registers = try KernelRegisters.read().frequency
        #expect(FrequencyRegisters.tickRange.contains(registers.tick))
        #expect(registers.frequency.ppm.magnitude < 100_500)
    }
}

@Suite struct `System time` {
    @Test func `precision is that of a reading`() {
        #expect(-30...(-10) ~= RealtimeClock.measurePrecision())
    }

    @Test(arguments: [(1, -29), (60, -23), (1_000_000_000, 0), (2_000_000_000, 1)] as [(Int64, Int8)])
    func `precision is rounded up to a power of two`(nanoseconds: Int64, exponent: Int8) {
        #expect(RealtimeClock.precision(ofNanoseconds: nanoseconds) == exponent)
    }

    @Test func `monotonic time doesn't go back`() {
        var previous = MonotonicClock.now
        for _ in 0..<1_000 {
            let next = MonotonicClock.now
            #expect(next >= previous)
            previous = next
        }
    }
}

@Suite struct `Observed clock` {
    @Test func `answers every command with what the clock does anyway`() {
        var clock = ObservedClock()
        let before = clock.now
        let change = clock.setFrequency(Frequency(ppm: 500))
        guard case .frequency(let frequency, let date) = change else {
            Issue.record("\(change)")
            return
        }
        #expect(frequency == clock.frequency)
        #expect(date >= before && date <= clock.now)
        #expect(clock.step(by: NTPDuration(saturating: 10)) == .step(.zero))
        clock.publish(ClockStatus(leap: .none, estimatedError: 0, maximumError: 0))
        #expect(clock.now.seconds(since: before) < 5)
    }
}
