// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Random variates of the distributions that clocks and networks are described by.
extension SeededGenerator {
    /// Uniform between 0 and 1, never either of them.
    public mutating func uniform() -> Double {
        (Double(next() >> 12) + 0.5) * 0x1p-52
    }

    /// Whether something happens that has this probability.
    public mutating func chance(_ probability: Double) -> Bool {
        probability > 0 && uniform() < probability
    }

    /// Normal with mean 0 and variance 1, by Marsaglia's polar method.
    public mutating func normal() -> Double {
        if let spare = spareNormal {
            spareNormal = nil
            return spare
        }
        while true {
            let u = 2 * uniform() - 1
            let v = 2 * uniform() - 1
            let square = u * u + v * v
            guard square < 1, square > 0 else { continue }
            let factor = (-2 * Elementary.log(square) / square).squareRoot()
            spareNormal = v * factor
            return u * factor
        }
    }

    /// Exponential with mean 1.
    public mutating func exponential() -> Double {
        -Elementary.log(uniform())
    }

    /// Gamma with mean and variance `shape`, by the method of Marsaglia and Tsang (2000).
    public mutating func gamma(shape: Double) -> Double {
        precondition(shape > 0, "the shape of a gamma distribution is positive")
        // Their boost for shapes below one: gamma(a) = gamma(a + 1) · U^(1/a).
        guard shape >= 1 else {
            return gamma(shape: shape + 1) * Elementary.exp(-exponential() / shape)
        }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let root = 1 + c * x
            guard root > 0 else { continue }
            let v = root * root * root
            if Elementary.log(uniform()) < 0.5 * x * x + d - d * v + d * Elementary.log(v) { return d * v }
        }
    }

    /// Pareto of the second kind (Lomax) with scale 1: from zero on, and beyond x with probability (1 + x)^−shape.
    public mutating func pareto(shape: Double) -> Double {
        precondition(shape > 0, "the shape of a Pareto distribution is positive")
        return Elementary.exp(exponential() / shape) - 1
    }

    /// Log-normal with median 1: e to the power of a normal variate of standard deviation `sigma`.
    public mutating func logNormal(sigma: Double) -> Double {
        Elementary.exp(sigma * normal())
    }
}
