// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `Step policy` {
    @Test func `steps only beyond its threshold and within its updates`() {
        var policy = StepPolicy(threshold: 1, limit: .updates(2))
        let decisions = [0.9, -36, 36].map { policy.decide(offset: $0) }
        #expect(decisions == [false, true, false])
    }

    @Test func `may be without limit`() {
        var policy = StepPolicy(threshold: 1, limit: .always)
        let steps = (0..<100).count { _ in policy.decide(offset: 2) }
        #expect(steps == 100)
    }
}

@Suite struct `Slew` {
    private let now = MonotonicInstant(nanoseconds: 0)

    @Test func `makes up for the offset by its end`() throws {
        var slew = SlewController(maximumRate: 0.08, base: .zero)
        let frequency = slew.begin(
            Correction(frequency: Frequency(ppm: 10), offset: 1e-3, duration: 8), now: now)
        let duration = try #require(slew.end).seconds(since: now)
        #expect(abs((frequency.ratio - 10e-6) * duration - 1e-3) < 1e-12)
        let after = slew.finish()
        #expect(after == Frequency(ppm: 10))
        #expect(slew.end == nil)
    }

    @Test func `never exceeds the maximum rate`() throws {
        var slew = SlewController(maximumRate: 500e-6, base: .zero)
        let frequency = slew.begin(Correction(frequency: .zero, offset: -1, duration: 0), now: now)
        #expect(abs(frequency.ratio + 500e-6) < 1e-15)
        #expect(abs(try #require(slew.end).seconds(since: now) - 2000) < 1e-6)
    }
}

@Suite struct `Regression discipline` {
    private let time = FreeRunningTime(bits: 1 << 64)

    private func estimate(frequency: Double, skew: Double) -> CombinedEstimate {
        CombinedEstimate(
            time: time, offset: 0, offsetDeviation: 1e-4, frequency: frequency,
            frequencyDeviation: skew / 4, skew: skew)
    }

    private var clock: ClockState {
        ClockState(time: time, correction: 0, frequency: .zero)
    }

    @Test func `takes a frequency over when it knows nothing`() {
        var discipline = RegressionDiscipline(frequency: .zero, skew: 2000e-6)
        _ = discipline.update(with: estimate(frequency: 50e-6, skew: 1e-6), clock: clock)
        #expect(abs(discipline.frequency.ppm - 50) < 0.01)
        #expect(discipline.skew < 10e-6)
    }

    @Test func `ignores a frequency whose skew is beyond the limit`() {
        var discipline = RegressionDiscipline(frequency: Frequency(ppm: 5), skew: 1e-6)
        _ = discipline.update(with: estimate(frequency: 1, skew: 0.5), clock: clock)
        #expect(discipline.frequency.ppm == 5)
    }

    @Test(arguments: [1.0, 2.0, 4.0])
    func `takes as long for a correction as the ratio says`(ratio: Double) {
        var options = RegressionDiscipline.Options()
        options.correctionTimeRatio = ratio
        var discipline = RegressionDiscipline(frequency: .zero, skew: 1e-6, options: options)
        _ = discipline.update(with: estimate(frequency: 0, skew: 1e-6), clock: clock)
        var later = clock
        later.time = time.advanced(by: 64)
        var estimate = estimate(frequency: 0, skew: 1e-6)
        estimate.offset = 1e-3
        let correction = discipline.update(with: estimate, clock: later)
        // Half of the interval, times the error of the offset, divided by the offset.
        #expect(abs(correction.duration - ratio * 32 * 0.1) < 1e-3, "\(correction.duration)")
    }

    @Test func `corrects by what the clock has not been slewed yet`() {
        var discipline = RegressionDiscipline(frequency: .zero, skew: 1e-6)
        var estimate = estimate(frequency: 0, skew: 1e-6)
        estimate.offset = 3e-3
        let slewed = ClockState(time: time, correction: 2e-3, frequency: .zero)
        let correction = discipline.update(with: estimate, clock: slewed)
        #expect(abs(correction.offset - 1e-3) < 1e-15)
    }
}
