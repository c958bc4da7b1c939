// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `The clock filter` {
    private let start = FreeRunningTime(bits: 1 << 70)

    private func sample(at time: Double, offset: Double = 0, delay: Double, dispersion: Double = 0) -> Sample
    {
        Sample(time: start.advanced(by: time), offset: offset, delay: delay, dispersion: dispersion)
    }

    private func filter(_ samples: [Sample]) -> ClockFilter {
        var filter = ClockFilter(allanIntercept: 2048)
        for sample in samples { filter.append(sample) }
        return filter
    }

    @Test func `keeps eight samples`() {
        let filter = filter((0..<9).map { sample(at: 64 * Double($0), delay: 1e-3) })
        #expect(filter.samples.count == 8)
        #expect(filter.samples[0].time == start.advanced(by: 64))
    }

    @Test func `puts the shortest delay first`() {
        let delays = [5e-3, 3e-3, 4e-3, 1e-3, 2e-3]
        let samples = delays.enumerated().map { sample(at: 64 * Double($0), delay: $1) }
        let sorted = filter(samples).sorted(at: start.advanced(by: 256))
        #expect(sorted.map(\.delay) == [1e-3, 2e-3, 3e-3, 4e-3, 5e-3])
    }

    @Test func `puts what is older than the Allan intercept last, the newest of that first`() {
        let samples = [
            sample(at: 0, delay: 1e-3), sample(at: 1000, delay: 2e-3), sample(at: 2000, delay: 5e-3),
            sample(at: 3000, delay: 4e-3),
        ]
        let sorted = filter(samples).sorted(at: start.advanced(by: 3500))
        #expect(sorted.map(\.delay) == [4e-3, 5e-3, 2e-3, 1e-3])
    }

    /// Half of the first stage's, and 16 s for each of the seven empty ones: 16 (1/4 + 1/8 + ... + 1/256) s.
    @Test func `has 8 s of dispersion with a single sample`() {
        let filter = filter([sample(at: 0, delay: 1e-3, dispersion: 0.1)])
        let dispersion = ClockFilter.dispersion(of: filter.samples, at: start, clockError: 1e-6)
        #expect(abs(dispersion - (0.05 + 7.9375)) < 1e-12)
    }

    /// Σ (d + age · 1e-6) / 2^(i + 1) over stages that are 0, 64, ... 448 s old, the newest one the best.
    @Test func `halves the dispersion of each stage once more`() {
        let samples = (0..<8).map { sample(at: -64 * Double($0), delay: 1e-3, dispersion: 1e-3) }
        let ages = 64 * (0.25 + 2 * 0.125 + 3.0 / 16 + 4.0 / 32 + 5.0 / 64 + 6.0 / 128 + 7.0 / 256)
        let dispersion = ClockFilter.dispersion(of: samples, at: start, clockError: 1e-6)
        #expect(abs(dispersion - (1e-3 * 255 / 256 + 1e-6 * ages)) < 1e-15)
    }

    /// Differences of 1, −2 and 2 ms from the best one: √(9 / 3) ms.
    @Test func `has the jitter of the differences from the best sample`() {
        let offsets = [5e-3, 6e-3, 3e-3, 7e-3]
        let samples = offsets.enumerated().map { sample(at: 0, offset: $1, delay: Double($0 + 1)) }
        #expect(abs(ClockFilter.jitter(of: samples, frequency: 0) - 3.0.squareRoot() * 1e-3) < 1e-15)
    }

    @Test func `doesn't take the oscillator's frequency for jitter`() {
        let samples = (0..<8).map { sample(at: 64 * Double($0), offset: 64e-4 * Double($0), delay: 1e-3) }
        #expect(ClockFilter.jitter(of: samples, frequency: 100e-6) < 1e-12)
    }

    @Test func `has no jitter with a single sample`() {
        #expect(ClockFilter.jitter(of: [sample(at: 0, offset: 1, delay: 1e-3)], frequency: 0) == 0)
    }

    /// Of those that are 256 s away and more, the one at 384 s has the shortest delay.
    @Test func `measures the frequency to a good sample that is far away`() throws {
        let samples = [
            sample(at: 512, offset: 512e-6, delay: 1e-3), sample(at: 448, offset: 0, delay: 2e-3),
            sample(at: 128, offset: 128e-6, delay: 3e-3), sample(at: 0, offset: 0.5, delay: 4e-3),
        ]
        let slope = try #require(ClockFilter.slope(of: samples))
        #expect(abs(slope.frequency - 1e-6) < 1e-15)
        #expect(slope.span == 384)
    }

    @Test func `measures no frequency with one sample`() {
        #expect(ClockFilter.slope(of: [sample(at: 0, delay: 1e-3)]) == nil)
    }
}

@Suite struct `The baseline of a frequency` {
    private let start = FreeRunningTime(bits: 1 << 70)

    private func baseline(_ times: some Sequence<Double>, frequency: Double) -> FrequencyBaseline {
        var baseline = FrequencyBaseline(length: 2048)
        for time in times { baseline.add(3 + frequency * time, at: start.advanced(by: time)) }
        return baseline
    }

    @Test func `is there with the second offset`() throws {
        #expect(baseline([0], frequency: 1).frequency == nil)
        #expect(abs(try #require(baseline([0, 10], frequency: 5e-6).frequency) - 5e-6) < 1e-15)
    }

    @Test(arguments: [1, 64, 300, 1024])
    func `is as long as the Allan intercept, and not much longer`(interval: Double) throws {
        let baseline = baseline(stride(from: 0, through: 20_000, by: interval), frequency: -2e-6)
        #expect(2048...2048 + max(2 * interval, 512) ~= baseline.span)
        #expect(abs(try #require(baseline.frequency) + 2e-6) < 1e-15)
    }

    @Test func `reaches from one sample to the next when they are further apart`() {
        #expect(baseline([0, 16_384, 32_768], frequency: 0).span == 16_384)
    }

    @Test func `goes along with a step`() throws {
        var baseline = baseline([0, 1000], frequency: 1e-6)
        baseline.stepped(by: NTPDuration(saturating: 36))
        #expect(abs(try #require(baseline.frequency) - 1e-6) < 1e-15)
        #expect(baseline.span == 1000)
    }
}
