// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The Wald–Wolfowitz test of residuals: too few runs of equal sign mean that a straight line doesn't fit.
package enum RunsTest {
    /// How many runs there are: neighbours with the same sign belong to one; a zero belongs to none.
    package static func runs(in residuals: some Sequence<Double>) -> Int {
        var runs = 0
        var previous = 0.0
        for residual in residuals {
            if previous * residual <= 0 { runs += 1 }
            previous = residual
        }
        return runs
    }

    /// Whether so few runs among `count` residuals would be seen in less than 5 % of the cases by chance.
    static func rejects(runs: Int, of count: Int) -> Bool {
        // With equally likely signs the number of runs is 1 + binomial(count − 1, ½), close to normal from 8 on.
        guard count >= 8 else { return false }
        let mean = Double(count) / 2 + 1
        let deviation = Double(count - 1).squareRoot() / 2
        return Double(runs) <= mean - 1.645 * deviation
    }
}
