// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The normal distribution by basic arithmetic alone, so that every machine gets the same bits.
enum Normal {
    private static let inverseSquareRootOfTwoPi = 0.3989422804014327

    /// The density of the standard normal distribution.
    static func density(_ x: Double) -> Double {
        inverseSquareRootOfTwoPi * exponential(-0.5 * x * x)
    }

    /// The probability of exceeding `x`, which must not be negative; absolute error below 7.5e-8.
    ///
    /// - Parameter density: `density(x)`, which the caller has at hand.
    /// Abramowitz and Stegun, formula 26.2.17.
    static func upperTail(_ x: Double, density: Double) -> Double {
        let t = 1 / (1 + 0.2316419 * x)
        let series =
            0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)))
        return density * t * series
    }

    /// eˣ for x ≤ 0; relative error below 1e-8.
    static func exponential(_ x: Double) -> Double {
        guard x > -700 else { return 0 }
        // x = k ln 2 + r with |r| ≤ ln 2 / 2; ln 2 in two parts, so that r is exact.
        let k = Int(x * 1.4426950408889634 - 0.5)
        let r = (x - Double(k) * 0.6931471803691238) - Double(k) * 1.9082149292705877e-10
        let tail = 1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720 + r * (1.0 / 5040)))
        let series = 1 + r * (1 + r * (1.0 / 2 + r * (1.0 / 6 + r * tail)))
        return series * Double(sign: .plus, exponent: k, significand: 1)
    }
}
