// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Makes one estimate out of those of the survivors, for algorithms whose sources are estimated apart.
public enum Combiner {
    /// - Parameter survivors: The system peer first; at least one; all for the same time.
    public static func combine(_ survivors: [SourceEstimate]) -> CombinedEstimate {
        let selected = survivors[0]
        guard survivors.count > 1 else {
            return CombinedEstimate(
                time: selected.time, offset: selected.offset, offsetDeviation: selected.offsetDeviation,
                frequency: selected.frequency, frequencyDeviation: selected.frequencyDeviation,
                skew: selected.skew)
        }
        var offset = WeightedMean()
        var frequency = WeightedMean()
        var skewWeights = 0.0
        for estimate in survivors {
            offset.add(estimate.offset - selected.offset, variance: max(estimate.hiddenVariance, smallest))
            frequency.add(estimate.frequency, variance: max(estimate.frequencyVariance, smallest))
            skewWeights += 1 / max(estimate.skew * estimate.skew, smallest)
        }
        return CombinedEstimate(
            time: selected.time, offset: selected.offset + offset.value,
            offsetDeviation: offset.variance.squareRoot(),
            frequency: frequency.value, frequencyDeviation: frequency.variance.squareRoot(),
            skew: 1 / skewWeights.squareRoot())
    }

    /// Keeps a perfect source from an infinite weight.
    private static let smallest = 1e-24

    /// The mean of independent values, each weighed by the inverse of its variance.
    private struct WeightedMean {
        private var sum = 0.0
        private var weights = 0.0

        mutating func add(_ value: Double, variance: Double) {
            sum += value / variance
            weights += 1 / variance
        }

        var value: Double { sum / weights }
        var variance: Double { 1 / weights }
    }
}
