// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension SourceEstimate {
    /// Differences of so many standard deviations are beyond chance.
    private static let agreement = 3.0
    /// The part of the root delay that two directions may differ by without anybody noticing.
    private static let hiddenAsymmetry = 1.0 / 16

    /// The variance of the offset, with what no statistics show: the paths' asymmetry.
    var hiddenVariance: Double {
        let asymmetry = rootDelay * Self.hiddenAsymmetry
        return offsetDeviation * offsetDeviation + asymmetry * asymmetry
    }

    var frequencyVariance: Double {
        frequencyDeviation * frequencyDeviation
    }

    func offsetAgrees(with other: SourceEstimate) -> Bool {
        let deviation = (hiddenVariance + other.hiddenVariance).squareRoot()
        return (offset - other.offset).magnitude <= Self.agreement * deviation
    }

    /// - Parameter clockError: The frequency error that any server's clock may have, in s/s.
    func frequencyAgrees(with other: SourceEstimate, clockError: Double) -> Bool {
        let deviation = (frequencyVariance + other.frequencyVariance).squareRoot()
        return (frequency - other.frequency).magnitude <= Self.agreement * deviation + clockError
    }
}

extension [SourceEstimate] {
    /// The estimate in the middle, when each counts by the inverse of its variance. Nil without any.
    func weightedMedian(
        of value: KeyPath<SourceEstimate, Double>, variance: KeyPath<SourceEstimate, Double>
    ) -> SourceEstimate? {
        let sorted = sorted { $0[keyPath: value] < $1[keyPath: value] }
        let total = reduce(0) { $0 + 1 / Swift.max($1[keyPath: variance], .leastNormalMagnitude) }
        var weight = 0.0
        for estimate in sorted {
            weight += 1 / Swift.max(estimate[keyPath: variance], .leastNormalMagnitude)
            if 2 * weight >= total { return estimate }
        }
        return sorted.last
    }
}
