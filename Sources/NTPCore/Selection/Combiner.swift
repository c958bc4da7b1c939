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
                frequency: selected.frequency, skew: selected.skew)
        }
        // Offsets by root distance: what the paths' asymmetries may hide grows with it, and no statistics show it.
        var offset = WeightedMean()
        var variance = WeightedMean()
        var frequency = WeightedMean()
        var skewWeights = 0.0
        for estimate in survivors {
            let weight = 1 / max(estimate.rootDistance, smallest)
            let difference = estimate.offset - selected.offset
            offset.add(difference, weight: weight)
            variance.add(
                estimate.offsetDeviation * estimate.offsetDeviation + difference * difference, weight: weight)
            let deviation = max(estimate.frequencyDeviation, smallest)
            frequency.add(estimate.frequency, weight: 1 / (deviation * deviation))
            skewWeights += 1 / max(estimate.skew * estimate.skew, smallest * smallest)
        }
        return CombinedEstimate(
            time: selected.time, offset: selected.offset + offset.value,
            offsetDeviation: variance.value.squareRoot(),
            frequency: frequency.value, skew: 1 / skewWeights.squareRoot())
    }

    /// Keeps a perfect source from an infinite weight.
    private static let smallest = 1e-12

    private struct WeightedMean {
        private var sum = 0.0
        private var weights = 0.0

        mutating func add(_ value: Double, weight: Double) {
            sum += value * weight
            weights += weight
        }

        var value: Double { sum / weights }
    }
}
