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

    /// How far the truth may be from another estimate if this one is right, in seconds and s/s.
    func farthest(from other: SourceEstimate) -> (offset: Double, frequency: Double) {
        (
            (offset - other.offset).magnitude + Self.agreement * offsetDeviation,
            (frequency - other.frequency).magnitude + Self.agreement * frequencyDeviation
        )
    }
}

extension [SourceEstimate] {
    /// The estimate in the middle; of two in the middle, the more certain one. Nil without any.
    ///
    /// Not weighed by certainty: a minority that lies with great certainty must not move it.
    ///
    /// - Parameter incumbent: What was followed until now. It stays in the middle unless the other one is much more
    ///   certain: of two that contradict each other, first one and then the other would drag the clock along.
    func median(
        of value: (SourceEstimate) -> Double, variance: (SourceEstimate) -> Double,
        incumbent: SourceEstimate? = nil
    ) -> SourceEstimate? {
        guard !isEmpty else { return nil }
        let sorted = sorted { value($0) < value($1) }
        let middle = [sorted[(count - 1) / 2], sorted[count / 2]]
        let patience = 4.0
        return middle.min { a, b in
            variance(a) * (b == incumbent ? patience : 1) < variance(b) * (a == incumbent ? patience : 1)
        }
    }
}
