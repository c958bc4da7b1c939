// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What is known about the offset of a source and its frequency: two means, their variances and covariance.
///
/// In seconds and s/s, on the free-running timescale.
struct OffsetState: Hashable, Sendable {
    var offset = 0.0
    var frequency = 0.0
    var offsetVariance = 0.0
    var covariance = 0.0
    var frequencyVariance = 0.0

    /// Lets time pass: the offset grows with the frequency, and the frequency walks at random.
    ///
    /// - Parameter wanderVariance: What the variance of the frequency grows by in each second.
    mutating func propagate(by seconds: Double, wanderVariance: Double) {
        let d = seconds
        let wandered = wanderVariance * d
        offset += frequency * d
        offsetVariance += d * (2 * covariance + d * (frequencyVariance + wandered / 3))
        covariance += d * (frequencyVariance + wandered / 2)
        frequencyVariance += wandered
    }

    /// Multiplies all variances.
    mutating func widen(by factor: Double) {
        offsetVariance *= factor
        covariance *= factor
        frequencyVariance *= factor
    }

    /// Takes in an observation of the offset by the first two derivatives of its log-likelihood.
    ///
    /// - Parameters:
    ///   - slope: The derivative with respect to the mean of the offset.
    ///   - curvature: The negative second derivative; at most the inverse of the offset's variance.
    mutating func update(slope: Double, curvature: Double) {
        let (a, b) = (offsetVariance, covariance)
        offset += a * slope
        frequency += b * slope
        offsetVariance -= a * a * curvature
        covariance -= a * b * curvature
        frequencyVariance -= b * b * curvature
    }

    /// Rounding must not leave a variance of zero or below, which nothing could ever move again.
    mutating func keepPositive() {
        offsetVariance = max(offsetVariance, 1e-24)
        frequencyVariance = max(frequencyVariance, 1e-30)
    }
}

/// Replaces several states by one with the same mean and covariance.
///
/// Sums up around a state near the result, because the means are nearly equal and would cancel.
struct MomentSum {
    private let origin: OffsetState
    private var sum = OffsetState()
    private(set) var weight = 0.0

    init(around origin: OffsetState) {
        self.origin = origin
    }

    mutating func add(_ state: OffsetState, weight: Double) {
        let dx = state.offset - origin.offset
        let df = state.frequency - origin.frequency
        self.weight += weight
        sum.offset += weight * dx
        sum.frequency += weight * df
        sum.offsetVariance += weight * (state.offsetVariance + dx * dx)
        sum.covariance += weight * (state.covariance + dx * df)
        sum.frequencyVariance += weight * (state.frequencyVariance + df * df)
    }

    var result: OffsetState {
        let dx = sum.offset / weight
        let df = sum.frequency / weight
        var state = OffsetState(
            offset: origin.offset + dx, frequency: origin.frequency + df,
            offsetVariance: sum.offsetVariance / weight - dx * dx,
            covariance: sum.covariance / weight - dx * df,
            frequencyVariance: sum.frequencyVariance / weight - df * df)
        state.keepPositive()
        return state
    }
}
