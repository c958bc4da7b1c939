// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The 99.95 % quantile of Student's t distribution: what turns the standard deviation of a slope into a bound.
enum StudentQuantile {
    /// For 1 to 20 degrees of freedom.
    private static let table: InlineArray<20, Double> = [
        636.6, 31.60, 12.92, 8.610, 6.869, 5.959, 5.408, 5.041, 4.781, 4.587,
        4.437, 4.318, 4.221, 4.140, 4.073, 4.015, 3.965, 3.922, 3.883, 3.850,
    ]

    static func value(degreesOfFreedom: Int) -> Double {
        switch degreesOfFreedom {
        case ..<1: .infinity
        case ...table.count: table[degreesOfFreedom - 1]
        // The first term of the expansion around the normal quantile; within 0.5 % from here on.
        default: 3.2905 + 11.2 / Double(degreesOfFreedom)
        }
    }
}
