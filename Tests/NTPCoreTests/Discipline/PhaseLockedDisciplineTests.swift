// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

/// A loop at work: a clock that runs as it is told, and a source that measures it without noise.
private struct Loop {
    var discipline: PhaseLockedDiscipline
    var poll = PollInterval(exponent: 6)
    /// By how much the source is ahead of the free-running clock, and how fast that grows.
    var offset = 0.0
    var frequency: Double
    private(set) var time = FreeRunningTime(bits: 1 << 70)
    private(set) var correction = 0.0
    private(set) var latest = Correction(frequency: .zero, offset: 0, duration: 1)

    init(frequency: Double = 0, known: Double = 0, skew: Double = 2000e-6) {
        self.frequency = frequency
        discipline = PhaseLockedDiscipline(frequency: Frequency(ratio: known), skew: skew)
    }

    /// What the clock is off by: positive when it has to gain.
    var error: Double { offset - correction }

    /// Updates the loop, and lets a poll pass with what it says being done.
    mutating func update(skew: Double = 1e-7) {
        let estimate = CombinedEstimate(
            time: time, offset: offset, offsetDeviation: 1e-4, frequency: frequency,
            frequencyDeviation: skew / 3, skew: skew)
        let clock = ClockState(
            time: time, correction: correction, frequency: discipline.frequency, poll: poll)
        latest = discipline.update(with: estimate, clock: clock)
        let seconds = poll.seconds
        time = time.advanced(by: seconds)
        offset += frequency * seconds
        let part = min(1, seconds / max(1, latest.duration))
        correction += latest.frequency.ratio * seconds + latest.offset * part
    }

    mutating func run(_ updates: Int) {
        for _ in 0..<updates { update() }
    }
}

@Suite struct `Phase-locked discipline` {
    private func locked(frequency: Double = 0) -> Loop {
        var loop = Loop(frequency: frequency)
        loop.run(20)
        return loop
    }

    @Test func `measures the frequency before it closes the loop`() {
        var loop = Loop(frequency: 50e-6)
        loop.offset = 0.1
        loop.run(3)
        #expect(abs(loop.discipline.frequency.ratio - 50e-6) < 1e-12)
        #expect(abs(loop.error) < 1e-9)
        #expect(loop.latest.duration <= 64)
    }

    @Test func `keeps a frequency that is known better than it is measured`() {
        var loop = Loop(frequency: 20e-6, known: 20.1e-6, skew: 0.05e-6)
        loop.run(3)
        #expect(loop.discipline.frequency.ratio == 20.1e-6)
    }

    @Test func `lets an offset decay over four polls`() {
        var loop = locked()
        loop.offset += 1e-3
        loop.update()
        #expect(loop.latest.duration == 256)
        #expect(abs(loop.latest.offset - 1e-3) < 1e-9)
        #expect(abs(loop.error - 0.75e-3) < 1e-5)
    }

    /// offset · poll / (4 · 4 · poll)²
    @Test func `changes the frequency by a small part of an offset`() {
        var loop = locked()
        loop.offset += 1e-3
        loop.update()
        #expect(abs(loop.discipline.frequency.ratio - 1e-3 * 64 / (1024 * 1024)) < 1e-12)
    }

    /// The solution of x″ + x′ / 256 s + x / (1024 s)² = 0 for a frequency that is 1 ppm off, by numpy.
    @Test(arguments: [(4, 1.602e-4), (16, 2.190e-4), (64, 1.012e-4), (128, 3.465e-5)])
    func `comes back from a change of frequency as a damped loop does`(polls: Int, expected: Double) {
        var loop = locked()
        loop.frequency = 1e-6
        loop.run(polls)
        #expect(abs(loop.error / expected - 1) < 0.15)
    }

    @Test(arguments: -6...14 as ClosedRange<Int8>)
    func `is stable at every poll interval`(exponent: Int8) {
        var loop = locked()
        loop.poll.exponent = exponent
        loop.frequency = 0.1e-6
        loop.run(1000)
        #expect(abs(loop.error) < 1e-7 * loop.poll.seconds)
        #expect(abs(loop.discipline.frequency.ratio - 0.1e-6) < 1e-9)
    }

    /// With polls of 1024 s, half of a poll counts in 2048 s, and that for one part of eight.
    @Test func `goes by the frequency that was measured when polls are long`() {
        var loop = locked()
        loop.poll.exponent = 10
        loop.update()
        loop.frequency = 1e-6
        let before = loop.discipline.frequency.ratio
        loop.update()
        #expect(abs(loop.discipline.frequency.ratio - before - 1e-6 / 16) < 1e-9)
    }

    @Test func `isn't wound up by an offset beyond a tenth of a second`() {
        var loop = locked()
        loop.offset += 10
        loop.update()
        #expect(abs(loop.discipline.frequency.ratio) < 1e-12)
        #expect(loop.latest.offset > 9.9)
        loop.run(30)
        #expect(abs(loop.discipline.frequency.ratio) < 1e-12)
    }

    @Test func `has a skew that bounds the error of its frequency`() {
        var loop = locked()
        loop.frequency = 5e-6
        for _ in 0..<100 {
            loop.update()
            #expect(abs(loop.discipline.frequency.ratio - 5e-6) <= loop.discipline.skew)
        }
    }
}
