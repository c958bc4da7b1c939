// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Whether packets queue longer in one direction than in the other, so that offsets lean to one side.
///
/// The excess of a round trip is shared out between the directions by the residual of its offset. With
/// exponential queues of different means, the density of the offset within its bounds grows exponentially.
struct QueueLean: Hashable, Sendable {
    /// The part of the sums that is kept from sample to sample.
    private static let keep = 1 - 1.0 / 64
    private static let fewestSamples = 8.0

    private var weight = 0.0
    private var squaredWeight = 0.0
    private var towards = 0.0
    private var back = 0.0
    private var squaredDifference = 0.0

    /// - Parameters:
    ///   - residual: By how much the measured offset exceeds the believed one, in seconds.
    ///   - excess: The round trip's over the shortest one.
    mutating func add(residual: Double, excess: Double) {
        let difference = min(max(2 * residual, -excess), excess)
        weight = Self.keep * weight + 1
        squaredWeight = Self.keep * Self.keep * squaredWeight + 1
        towards = Self.keep * towards + (excess + difference) / 2
        back = Self.keep * back + (excess - difference) / 2
        squaredDifference = Self.keep * squaredDifference + difference * difference
    }

    /// The rate of the density's growth, in 1/s; zero unless the directions differ beyond doubt.
    ///
    /// - Parameter floor: What the believed offset may be wrong by, in seconds: no queue is known better.
    func rate(floor: Double) -> Double {
        guard weight >= Self.fewestSamples else { return 0 }
        let meanTowards = towards / weight
        let meanBack = back / weight
        let difference = meanTowards - meanBack
        let variance = max(0, squaredDifference / weight - difference * difference) + floor * floor
        let varianceOfMean = variance * squaredWeight / (weight * weight)
        // Three standard deviations count as none; beyond, the rate comes in gradually.
        let confidence = 1 - 9 * varianceOfMean / (difference * difference)
        guard confidence > 0 else { return 0 }
        return confidence * (1 / max(meanBack, floor) - 1 / max(meanTowards, floor))
    }
}
