// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
@testable import NTPSimulator
import Testing

@Suite struct `Simulated clock` {
    static let start = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)

    static func clock(
        offset: Double = 0, frequency: Double = 0, leap: LeapSecond? = nil
    ) -> SimulatedClock {
        SimulatedClock(
            World(start: start, leap: leap), offset: offset,
            oscillator: Oscillator(
                OscillatorModel(frequency: frequency), generator: SeededGenerator(seed: 1)))
    }

    /// Brings the clock to so many seconds from the start, and returns what there was to see on the way.
    @discardableResult
    static func advance(_ clock: inout SimulatedClock, to seconds: Double) -> [SimulatedClock.Moment] {
        var moments: [SimulatedClock.Moment] = []
        clock.advance(to: TrueTime(seconds: seconds), moments: &moments)
        return moments
    }

    @Test func `gains what its oscillator gains`() {
        var clock = Self.clock(offset: 0.5, frequency: 1e-4)
        Self.advance(&clock, to: 1000.25)
        #expect((clock.error - 0.600_025).magnitude < 1e-12)
        #expect((clock.now.seconds(since: Self.start) - 1000.850_025).magnitude < 1e-9)
    }

    @Test func `runs (1 + frequency) times as fast as its oscillator`() {
        var clock = Self.clock(frequency: 1e-4)
        Self.advance(&clock, to: 10.5)
        _ = clock.setFrequency(Frequency(ratio: 0.05))
        let set = clock.frequency.ratio
        let before = clock.error
        Self.advance(&clock, to: 20.5)
        #expect((clock.error - before - 10 * ((1 + 1e-4) * (1 + set) - 1)).magnitude < 1e-12)
    }

    @Test func `is set in units of a kernel and says to what`() {
        var clock = Self.clock()
        let change = clock.setFrequency(Frequency(ppm: 1 / 3.0))
        #expect((clock.frequency.ppm * 65_536 - 21_845).magnitude < 1e-6)
        #expect(change == .frequency(clock.frequency, at: clock.now))
    }

    @Test func `goes no further than it can`() {
        var clock = Self.clock()
        _ = clock.setFrequency(Frequency(ratio: 0.5))
        #expect((clock.frequency.ppm - 100_000).magnitude < 1e-4)
    }

    @Test func `refuses a frequency that is no number`() {
        var clock = Self.clock()
        _ = clock.setFrequency(Frequency(ppm: 10))
        let before = clock.frequency
        #expect(clock.setFrequency(Frequency(ratio: .nan)) == .frequency(before, at: clock.now))
        #expect(clock.frequency == before)
    }

    @Test func `is stepped exactly`() {
        var clock = Self.clock(offset: 1000)
        _ = clock.step(by: NTPDuration(saturating: -1000))
        #expect(clock.error == 0)
        #expect(clock.now == Self.start)
    }

    @Test func `shows its error at each whole second on the way`() {
        var clock = Self.clock(frequency: 1e-3)
        let moments = Self.advance(&clock, to: 3.5)
        #expect(moments.map(\.time.seconds) == [1, 2, 3])
        #expect(zip(moments, 1...).allSatisfy { ($0.error - 1e-3 * Double($1)).magnitude < 1e-15 })
    }

    @Test func `has a monotonic companion that no step moves`() {
        var clock = Self.clock(frequency: 1e-4)
        Self.advance(&clock, to: 7.25)
        _ = clock.step(by: NTPDuration(saturating: 100))
        #expect(clock.monotonic.nanoseconds == 7_250_725_000)
        #expect((clock.lead - 100).magnitude < 1e-9)
    }

    @Test func `sleeps without its monotonic companion`() {
        var clock = Self.clock()
        Self.advance(&clock, to: 10)
        let asleep = clock.monotonic
        Self.advance(&clock, to: 3610)
        clock.wake(from: asleep)
        #expect(clock.monotonic == asleep)
        #expect(clock.error == 0)
    }

    @Test func `knows when its companion will read something`() {
        var clock = Self.clock(frequency: 1e-3)
        Self.advance(&clock, to: 10)
        let deadline = clock.monotonic.advanced(by: 64.0)
        Self.advance(&clock, to: clock.time(of: deadline).seconds)
        #expect(clock.monotonic.seconds(since: deadline).magnitude < 3e-9)
    }

    @Test func `leaps with UTC when it was told to`() {
        let leap = LeapSecond(at: 10, .inserted)
        var clock = Self.clock(leap: leap)
        clock.publish(ClockStatus(leap: .insertSecond, estimatedError: 0, maximumError: 0))
        Self.advance(&clock, to: 10)
        let before = clock.now
        let change = clock.leap(leap)
        #expect(change == .leapSecond(NTPDuration(saturating: -1), at: before))
        #expect(clock.error == 0)
        #expect(clock.now.seconds(since: Self.start) == 9)
    }

    @Test func `is a second ahead after a leap that it wasn't told of`() {
        let leap = LeapSecond(at: 10, .inserted)
        var clock = Self.clock(leap: leap)
        Self.advance(&clock, to: 10)
        #expect(clock.leap(leap) == nil)
        #expect(clock.error == 1)
    }
}
