// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `Feed-forward discipline` {
    private let start = FreeRunningTime(bits: 1 << 70)

    private func estimate(
        at time: Double, offset: Double, frequency: Double = 0, skew: Double = 1e-7, deviation: Double = 1e-3
    ) -> CombinedEstimate {
        CombinedEstimate(
            time: start.advanced(by: time), offset: offset, offsetDeviation: deviation, frequency: frequency,
            frequencyDeviation: skew / 3.3, skew: skew)
    }

    private func clock(at time: Double, correction: Double = 0) -> ClockState {
        ClockState(time: start.advanced(by: time), correction: correction, frequency: .zero)
    }

    /// The durations of the slews after updates at these times, of an offset within its own error.
    private func durations(at times: [Double], offset: Double = 1e-3) -> [Double] {
        var discipline = FeedForwardDiscipline(frequency: .zero, skew: 1e-6)
        return times.map { time in
            discipline.update(with: estimate(at: time, offset: offset), clock: clock(at: time)).duration
        }
    }

    @Test func `sets the frequency that was estimated`() {
        var discipline = FeedForwardDiscipline(frequency: Frequency(ppm: 5), skew: 1e-6)
        let correction = discipline.update(
            with: estimate(at: 0, offset: 0, frequency: 30e-6, skew: 2e-6), clock: clock(at: 0))
        #expect(correction.frequency == Frequency(ratio: 30e-6))
        #expect(discipline.frequency == correction.frequency)
        #expect(discipline.skew == 2e-6)
    }

    @Test func `ignores a frequency whose skew is beyond the limit`() {
        var discipline = FeedForwardDiscipline(frequency: Frequency(ppm: 5), skew: 1e-6)
        _ = discipline.update(
            with: estimate(at: 0, offset: 0, frequency: 1, skew: 0.5), clock: clock(at: 0))
        #expect(discipline.frequency == Frequency(ppm: 5))
        #expect(discipline.skew == 1e-6)
    }

    /// The estimate is 10 s old, and the clock has made up for 2 ms of it.
    @Test func `corrects by what the clock has not been slewed yet`() {
        var discipline = FeedForwardDiscipline(frequency: .zero, skew: 1e-6)
        let correction = discipline.update(
            with: estimate(at: 0, offset: 3e-3, frequency: 10e-6), clock: clock(at: 10, correction: 2e-3))
        #expect(abs(correction.offset - 1.1e-3) < 1e-15)
    }

    @Test func `slews for an eighth of the interval between updates, but no longer than 16 s`() {
        #expect(durations(at: [0, 64]) == [1, 8])
        #expect(durations(at: [0, 1024]) == [1, 16])
        #expect(durations(at: [0, 2]) == [1, 1])
    }

    @Test func `slews in a second what is wrong for sure`() {
        #expect(durations(at: [0, 64], offset: 11e-3) == [1, 1])
    }

    /// An eighth of the 15 s since the update before would end it later than the 16 s that began then.
    @Test func `ends a slew when it was to end, though another update comes in between`() {
        #expect(durations(at: [0, 1024, 1039]) == [1, 16, 1])
    }

    @Test func `leaves itself an eighth of the time when a slew is about to end`() {
        #expect(durations(at: [0, 64, 71.9]) == [1, 8, 0.125])
    }
}
