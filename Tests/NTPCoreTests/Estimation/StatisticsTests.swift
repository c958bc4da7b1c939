// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `Weighted least squares` {
    private let points: [LeastSquares.Point] = [
        .init(x: -320, y: 1.0e-3, relativeVariance: 1), .init(x: -256, y: 1.3e-3, relativeVariance: 4),
        .init(x: -192, y: 1.25e-3, relativeVariance: 1), .init(x: -128, y: 1.7e-3, relativeVariance: 2),
        .init(x: -64, y: 1.8e-3, relativeVariance: 1), .init(x: 0, y: 2.1e-3, relativeVariance: 9),
    ]

    /// Expected values by numpy: (AᵀWA)⁻¹AᵀWy and the diagonal of its covariance.
    @Test func `agrees with linear algebra`() throws {
        let line = try #require(LeastSquares(points[...]))
        #expect(abs(line.intercept - 2.003499_63e-3) < 1e-10)
        #expect(abs(line.slope - 3.234945_09e-6) < 1e-13)
        #expect(abs(line.interceptDeviation - 9.014503_06e-5) < 1e-12)
        #expect(abs(line.slopeDeviation - 4.322410_78e-7) < 1e-14)
        #expect(abs(line.deviation - 1.071904_498e-4) < 1e-12)
    }

    @Test func `needs three points at different times`() {
        #expect(LeastSquares(points[..<2]) == nil)
        let same = LeastSquares.Point(x: 1, y: 1, relativeVariance: 1)
        #expect(LeastSquares([same, same, same, same]) == nil)
    }
}

@Suite struct `Runs test` {
    @Test func `counts runs of equal sign, and each zero as a break`() {
        #expect(RunsTest.runs(in: [1, 2, -1, -1, 3]) == 3)
        #expect(RunsTest.runs(in: [1, 0, 1]) == 3)
        #expect(RunsTest.runs(in: []) == 0)
    }

    /// The critical numbers of runs at the 5 % level.
    @Test(arguments: [(8, 2), (9, 3), (12, 4), (14, 5), (22, 8), (40, 15), (129, 56)])
    func `rejects what chance rarely does`(count: Int, critical: Int) {
        #expect(RunsTest.rejects(runs: critical, of: count))
        #expect(!RunsTest.rejects(runs: critical + 1, of: count))
    }

    @Test func `says nothing about fewer than eight residuals`() {
        #expect(!RunsTest.rejects(runs: 1, of: 7))
    }
}

/// Expected values by scipy.stats.t.ppf(0.9995, n).
@Test(arguments: [(1, 636.619), (2, 31.599), (5, 6.869), (20, 3.850), (21, 3.819), (40, 3.551), (62, 3.454)])
func `Student's quantile is within one per cent`(degrees: Int, expected: Double) {
    #expect(abs(StudentQuantile.value(degreesOfFreedom: degrees) / expected - 1) < 0.01)
}
