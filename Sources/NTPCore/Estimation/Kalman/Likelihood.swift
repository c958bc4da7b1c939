// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// How likely an innovation is, given a normal prior of the offset, and how that changes with the prior's mean.
///
/// The innovation is by how much a measured offset exceeds the mean of the prior. The two derivatives are all that
/// an exact update of the prior's first two moments needs, whatever the shape of the noise.
struct Likelihood: Hashable, Sendable {
    var value: Double
    /// The first derivative with respect to the prior's mean.
    var first: Double
    /// The second one.
    var second: Double

    static func + (a: Self, b: Self) -> Self {
        Self(value: a.value + b.value, first: a.first + b.first, second: a.second + b.second)
    }

    static func * (factor: Double, a: Self) -> Self {
        Self(value: factor * a.value, first: factor * a.first, second: factor * a.second)
    }
}

extension Likelihood {
    /// Normal noise. `variance` is that of the innovation: the prior's and the noise's.
    static func normal(innovation: Double, variance: Double) -> Likelihood {
        let ratio = innovation / variance
        let deviation = variance.squareRoot()
        let density = Normal.density(innovation / deviation) / deviation
        return Likelihood(
            value: density, first: density * ratio, second: density * (ratio * ratio - 1 / variance))
    }

    /// Noise anywhere within ±`halfWidth` with equal probability, plus some normal noise.
    ///
    /// - Parameter variance: That of the prior and of the normal part together.
    static func uniform(innovation y: Double, variance: Double, halfWidth: Double) -> Likelihood {
        let deviation = variance.squareRoot()
        // A narrow interval is as good as normal noise of its variance, and the difference below would cancel.
        guard halfWidth >= 0.1 * deviation else {
            return normal(innovation: y, variance: variance + halfWidth * halfWidth / 3)
        }
        let upper = (y + halfWidth) / deviation
        let lower = (y - halfWidth) / deviation
        let upperDensity = Normal.density(upper)
        let lowerDensity = Normal.density(lower)
        let upperTail = Normal.upperTail(upper.magnitude, density: upperDensity)
        let lowerTail = Normal.upperTail(lower.magnitude, density: lowerDensity)
        // Tails instead of differences of the distribution function, which would cancel far from the mean.
        let mass =
            if lower > 0 {
                lowerTail - upperTail
            } else if upper < 0 {
                upperTail - lowerTail
            } else {
                1 - upperTail - lowerTail
            }
        let scale = 0.5 / halfWidth
        return Likelihood(
            value: max(0, mass) * scale, first: (lowerDensity - upperDensity) * scale / deviation,
            second: (lower * lowerDensity - upper * upperDensity) * scale / variance)
    }

    /// Noise within ±`halfWidth` whose density grows exponentially towards one end, plus some normal noise.
    ///
    /// - Parameter lean: The rate of that growth, in 1/s; positive towards measured offsets that are too large.
    static func leaning(innovation y: Double, variance: Double, halfWidth: Double, lean: Double) -> Likelihood
    {
        let even = uniform(innovation: y, variance: variance, halfWidth: halfWidth)
        guard lean != 0 else { return even }
        let limit = 4 / variance.squareRoot()
        let k = min(max(lean, -limit), limit)
        let shifted = uniform(innovation: y + k * variance, variance: variance, halfWidth: halfWidth)
        // The density at d is k / (2 sinh(k w)) · e^(k d): normalised without overflow by taking out e^(|k| w).
        let u = k.magnitude * halfWidth
        let normalisation = u > 1e-4 ? 2 * u / (1 - Normal.exponential(-2 * u)) : 1
        let logarithm = k * y + 0.5 * k * k * variance - u
        // More than a hundred deviations beyond that end, where the factor is infinite and the mass zero.
        guard logarithm < 700 else { return 0.1 * even }
        let power = logarithm > 0 ? 1 / Normal.exponential(-logarithm) : Normal.exponential(logarithm)
        let factor = normalisation * power
        let leaning = Likelihood(
            value: factor * shifted.value, first: factor * (shifted.first - k * shifted.value),
            second: factor * (shifted.second - 2 * k * shifted.first + k * k * shifted.value))
        // The lean may end at any time: a change of the route looks just like it.
        return 0.9 * leaning + 0.1 * even
    }
}
