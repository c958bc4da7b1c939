// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `The median source` {
    private func median(_ values: [(frequency: Double, deviation: Double)]) -> Double? {
        values.map { value in
            var estimate = SelectionFixture.estimate(offset: 0)
            estimate.frequency = value.frequency
            estimate.frequencyDeviation = value.deviation
            return estimate
        }
        .median(of: \.frequency, variance: \.frequencyVariance)?.frequency
    }

    @Test func `is the one in the middle`() {
        #expect(median([(3, 1), (1, 1), (2, 1)]) == 2)
        #expect(median([(5, 1), (50, 1), (4, 1), (6, 1), (-50, 1)]) == 5)
    }

    @Test func `is the more certain one of two in the middle`() {
        #expect(median([(4, 1), (1, 1), (2, 0.5), (3, 1)]) == 2)
        #expect(median([(4, 1), (1, 1), (2, 1), (3, 0.5)]) == 3)
    }

    @Test func `stays the one that was followed, unless the other one is much more certain`() {
        let followed = SelectionFixture.estimate(offset: 8e-3)
        func median(beside deviation: Double) -> Double? {
            var other = SelectionFixture.estimate(offset: 0)
            other.offsetDeviation = followed.offsetDeviation * deviation
            let variance = { (estimate: SourceEstimate) in
                estimate.offsetDeviation * estimate.offsetDeviation
            }
            return [followed, other].median(of: \.offset, variance: variance, incumbent: followed)?.offset
        }
        #expect(median(beside: 0.6) == 8e-3)
        #expect(median(beside: 0.4) == 0)
    }

    @Test func `isn't moved by the certainty of a liar`() {
        #expect(median([(20, 1e-9), (1, 1), (2, 1)]) == 2)
    }

    @Test func `of nothing is nothing`() {
        #expect(median([]) == nil)
    }
}

@Suite struct `Agreement of two sources` {
    /// Deviations of 0.1 ms, and of 0.625 ms for what 10 ms of delay may hide: 0.895 ms for the difference.
    @Test(arguments: [(2.6e-3, true), (2.8e-3, false)])
    func `in offset is within three standard deviations`(difference: Double, agrees: Bool) {
        let one = SelectionFixture.estimate(offset: 1)
        let other = SelectionFixture.estimate(offset: 1 + difference)
        #expect(one.offsetAgrees(with: other) == agrees)
        #expect(other.offsetAgrees(with: one) == agrees)
    }

    /// Deviations of 0.01 ppm each, and a part per million that any clock may be off by.
    @Test(arguments: [(1.03e-6, true), (1.05e-6, false)])
    func `in frequency is that within what clocks may be off by`(difference: Double, agrees: Bool) {
        let one = SelectionFixture.estimate(offset: 0, frequency: 50e-6)
        let other = SelectionFixture.estimate(offset: 0, frequency: 50e-6 + difference)
        #expect(one.frequencyAgrees(with: other, clockError: 1e-6) == agrees)
    }
}

@Suite struct `An outlier` {
    private func statuses(_ estimates: [SourceEstimate]) -> [SourceStatus] {
        let candidates = estimates.enumerated().map { index, estimate in
            var candidate = SelectionFixture.candidate(UInt32(index), offset: 0)
            candidate.estimate = estimate
            return candidate
        }
        return SelectionFixture.select(candidates).statuses
    }

    /// The intervals have room for 15 ms, so that nobody is a falseticker.
    @Test func `is a truechimer whose offset differs by more than chance`() {
        let statuses = statuses([0, 0.5e-3, -0.5e-3, 8e-3].map { SelectionFixture.estimate(offset: $0) })
        #expect(statuses[3] == .outlier)
        #expect(statuses[..<3].allSatisfy { $0 == .selected || $0 == .combined })
    }

    @Test func `is one that drifts away, long before its offset shows it`() {
        let statuses = statuses(
            [0, 0.1e-6, -0.1e-6, 10e-6].map { SelectionFixture.estimate(offset: 0, frequency: $0) })
        #expect(statuses[3] == .outlier)
    }

    @Test func `isn't there between two that agree`() {
        let statuses = statuses([0, 1e-3].map { SelectionFixture.estimate(offset: $0) })
        #expect(!statuses.contains(.outlier))
    }

    @Test func `isn't a single source`() {
        #expect(statuses([SelectionFixture.estimate(offset: 0.5, frequency: 400e-6)]) == [.selected])
    }
}

@Suite struct `Combination` {
    @Test func `of one source is that source`() {
        let combined = Combiner.combine([SelectionFixture.estimate(offset: 0.25)])
        #expect(combined.offset == 0.25)
        #expect(combined.skew == 1e-7)
        #expect(combined.offsetDeviation == 1e-4)
    }

    /// 1e-4² + (delay / 16)² each: 4.00625e-7 and 3.525625e-6.
    @Test func `weighs offsets by their variance and what the delay may hide`() {
        let near = SelectionFixture.estimate(offset: 0, distance: 0.01)
        let far = SelectionFixture.estimate(offset: 0.004, distance: 0.03)
        let combined = Combiner.combine([near, far])
        #expect(abs(combined.offset - 0.004 * 4.00625e-7 / (4.00625e-7 + 3.525625e-6)) < 1e-12)
        #expect(combined.skew < near.skew)
    }

    @Test func `weighs frequencies by their variance`() {
        let steady = SelectionFixture.estimate(offset: 0, frequency: 10e-6)
        var loose = SelectionFixture.estimate(offset: 0, frequency: 13e-6)
        loose.frequencyDeviation = steady.frequencyDeviation * 2.0.squareRoot()
        #expect(abs(Combiner.combine([steady, loose]).frequency - 11e-6) < 1e-15)
    }

    @Test func `has an infinite weight for nobody`() {
        var perfect = SelectionFixture.estimate(offset: 1)
        perfect.offsetDeviation = 0
        perfect.rootDelay = 0
        perfect.frequencyDeviation = 0
        perfect.skew = 0
        let combined = Combiner.combine([perfect, perfect])
        #expect(combined.offset == 1)
        #expect(combined.frequency == 0)
        #expect(combined.skew.isFinite)
    }
}
