// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A straight line fitted to points by weighted least squares, with the uncertainty of its two coefficients.
package struct LeastSquares: Hashable, Sendable {
    /// A point, and how much less than others it is to be believed.
    package struct Point: Hashable, Sendable {
        package var x: Double
        package var y: Double
        /// The variance of `y` relative to that of the best points, at least 1.
        package var relativeVariance: Double

        package init(x: Double, y: Double, relativeVariance: Double) {
            self.x = x
            self.y = y
            self.relativeVariance = relativeVariance
        }
    }

    /// The value of the line at x = 0, and its slope.
    package let intercept: Double
    package let slope: Double
    let interceptDeviation: Double
    let slopeDeviation: Double
    /// The standard deviation of a point of average weight around the line.
    let deviation: Double

    /// Nil for fewer than three points, or when all have the same x: no uncertainty follows from those.
    package init?(_ points: ArraySlice<Point>) {
        guard points.count >= 3 else { return nil }
        var weights = 0.0
        var meanX = 0.0
        var meanY = 0.0
        for point in points {
            let weight = 1 / point.relativeVariance
            weights += weight
            meanX += weight * point.x
            meanY += weight * point.y
        }
        meanX /= weights
        meanY /= weights

        // Around the means, so that nothing cancels however far the points are from zero.
        var spread = 0.0
        var covariance = 0.0
        for point in points {
            let weight = 1 / point.relativeVariance
            spread += weight * (point.x - meanX) * (point.x - meanX)
            covariance += weight * (point.x - meanX) * (point.y - meanY)
        }
        guard spread > 0 else { return nil }
        slope = covariance / spread
        intercept = meanY - slope * meanX

        var residuals = 0.0
        for point in points {
            let residual = point.y - intercept - slope * point.x
            residuals += residual * residual / point.relativeVariance
        }
        // Two degrees of freedom went into the line.
        let perWeight = residuals / Double(points.count - 2)
        slopeDeviation = (perWeight / spread).squareRoot()
        interceptDeviation = (perWeight / weights + meanX * meanX * perWeight / spread).squareRoot()
        deviation = (perWeight * Double(points.count) / weights).squareRoot()
    }

    /// By how much a point lies above the line.
    package func residual(of point: Point) -> Double {
        point.y - intercept - slope * point.x
    }
}
