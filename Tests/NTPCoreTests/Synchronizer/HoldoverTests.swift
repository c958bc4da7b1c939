// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `Holdover` {
    @Test func `runs at an average of the frequency once the sources are gone for long`() {
        // The oscillator is 10 ppm fast but for the last half hour, when the sun shines on it.
        var loop = LoopFixture(gain: 10e-6) { $0.fallbackExponents = 11...12 }
        loop.run(20_000)
        let usual = loop.synchronizer.tracking.frequency.ppm
        loop.servers[0].answers = false
        let dispersionRate = loop.synchronizer.tracking.dispersionRate
        loop.order { synchronizer, now, date in
            synchronizer.adjustFrequency(by: Frequency(ppm: 5), now: now, date: date)
        }
        loop.run(10_000)
        let held = loop.synchronizer.restingFrequency.ppm
        #expect((usual + 10).magnitude < 0.1, "\(usual)")
        #expect((held - usual).magnitude < 0.1, "\(held) after \(usual)")
        #expect(loop.synchronizer.tracking.dispersionRate > dispersionRate + 4e-6)
        // Nothing is slewed that the change of the frequency would have made up.
        #expect(loop.synchronizer.pendingOffset(at: loop.clock).magnitude < 1e-4)
    }

    @Test func `doubts what a compensation has changed since the latest update, and no more`() {
        var loop = LoopFixture(gain: 10e-6)
        loop.run(20_000)
        let dispersionRate = loop.synchronizer.tracking.dispersionRate
        for ppm in [1.0, 3.0, 2.0, -1.0] {
            loop.synchronizer.compensationChanged(to: Frequency(ppm: ppm))
        }
        let doubt = loop.synchronizer.tracking.dispersionRate - dispersionRate
        #expect((doubt - 3e-6).magnitude < 1e-9, "\(doubt)")
        loop.run(2000)
        #expect(loop.synchronizer.tracking.dispersionRate < dispersionRate + 1e-6)
    }

    @Test func `averages from when it is told to`() {
        var loop = LoopFixture(gain: 10e-6)
        loop.run(1000)
        loop.synchronizer.setFallback(11...12)
        loop.run(20_000)
        let usual = loop.synchronizer.tracking.frequency.ppm
        loop.servers[0].answers = false
        loop.order { synchronizer, now, date in
            synchronizer.adjustFrequency(by: Frequency(ppm: 5), now: now, date: date)
        }
        loop.run(10_000)
        let held = loop.synchronizer.restingFrequency.ppm
        #expect((held - usual).magnitude < 0.1, "\(held) after \(usual)")
    }

    @Test func `keeps the latest frequency without averages`() {
        var loop = LoopFixture(gain: 10e-6)
        loop.run(20_000)
        let usual = loop.synchronizer.restingFrequency
        loop.servers[0].answers = false
        loop.run(100_000)
        #expect(loop.synchronizer.restingFrequency == usual)
    }
}

@Suite struct `A time that is entered by hand` {
    @Test func `is slewed to, and vouched for by nobody`() {
        var loop = LoopFixture(servers: [], clockOffset: -2)
        loop.order { synchronizer, now, date in
            synchronizer.setTime(by: 2, frequency: nil, now: now, date: date)
        }
        #expect((loop.synchronizer.pendingOffset(at: loop.clock) - 2).magnitude < 1e-6)
        loop.run(60)
        #expect(loop.error.magnitude < 1e-3, "\(loop.error)")
        #expect(!loop.synchronizer.tracking.isSynchronized)
    }

    @Test func `is stepped to where steps are allowed`() {
        var loop = LoopFixture(servers: [], clockOffset: -2) {
            $0.step = StepPolicy(threshold: 1, limit: .always)
        }
        loop.order { synchronizer, now, date in
            synchronizer.setTime(by: 2, frequency: nil, now: now, date: date)
        }
        #expect(loop.error.magnitude < 1e-6, "\(loop.error)")
    }

    @Test func `tells of the frequency once it is one of two, over long enough a time`() {
        // The clock loses a second in 1000, and the watch is read to the half of one.
        var input = ManualInput()
        for (time, error) in [(0.0, 0.1), (5000.0, -0.3), (10_000.0, 0.2)] {
            #expect((input.frequency(within: 1e-3) == nil) == (time < 10_000))
            let date = NTPDate(unixSeconds: Int64(time), nanoseconds: 0)
            let state = ClockState(
                time: FreeRunningTime(bits: date.bits), correction: 0, frequency: .zero)
            input.add(time / 1000 + error, at: date, clock: state)
        }
        let frequency = input.frequency(within: 1e-3)?.ratio ?? 0
        #expect((frequency - 1e-3).magnitude < 5e-5, "\(frequency)")
        #expect(input.frequency(within: 1e-6) == nil)
        #expect(input.residual(of: input.entries[1]).magnitude > 0.1)
        let removals = [3, 1].map { input.remove(at: $0) }
        #expect(removals == [false, true] && input.entries.count == 2)
    }

    @Test func `comes to what is left of it, once a slip is taken back`() throws {
        var input = ManualInput()
        var clock = ClockState(time: FreeRunningTime(bits: 0), correction: 0, frequency: .zero)
        #expect(input.offset(frequency: .zero, clock: clock) == nil)
        for (time, offset) in [(0.0, 1.0), (5000.0, 6), (10_000.0, 3611), (15_000.0, 16)] {
            clock.time = FreeRunningTime(bits: 0).advanced(by: time)
            input.add(offset, at: NTPDate(unixSeconds: Int64(time), nanoseconds: 0), clock: clock)
        }
        let isRemoved = input.remove(at: 2)
        #expect(isRemoved)
        let frequency = try #require(input.frequency(within: 1e-3))
        #expect((frequency.ratio - 1e-3).magnitude < 1e-9, "\(frequency)")
        clock.correction = 0.5
        let offset = try #require(input.offset(frequency: frequency, clock: clock))
        #expect((offset - 15.5).magnitude < 1e-6, "\(offset)")
    }
}
