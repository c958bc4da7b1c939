// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Elementary functions made of additions, multiplications and divisions alone.
///
/// IEEE 754 says to the last bit what those give; what `log` gives differs from one C library to the next, and
/// with it everything that happens after. Accurate to a few units in the last place.
enum Elementary {
    private static let ln2High = 0x1.62e42feep-1
    private static let ln2Low = 0x1.a39ef35793c76p-33

    /// 1/21, 1/19 ... 1/3.
    private static let oddReciprocals: InlineArray<10, Double> = [
        1 / 21.0, 1 / 19.0, 1 / 17.0, 1 / 15.0, 1 / 13.0, 1 / 11.0, 1 / 9.0, 1 / 7.0, 1 / 5.0, 1 / 3.0,
    ]

    /// The natural logarithm of a positive, normal number.
    static func log(_ x: Double) -> Double {
        var exponent = Double(x.exponent)
        var mantissa = x.significand
        // Into √½...√2, where the series is shortest.
        if mantissa > 1.4142135623730951 {
            mantissa *= 0.5
            exponent += 1
        }
        // log m = 2 artanh s = 2 (s + s³/3 + s⁵/5 ...), and s² is 0.03 at most.
        let s = (mantissa - 1) / (mantissa + 1)
        let square = s * s
        var sum = 0.0
        for index in 0..<10 {
            sum = (sum + oddReciprocals[index]) * square
        }
        return exponent * ln2High + (2 * s + (2 * s * sum + exponent * ln2Low))
    }

    /// e to the power of x; 0 below −700, where it is next to nothing, and as at 700 above.
    static func exp(_ x: Double) -> Double {
        guard x > -700 else { return 0 }
        let limited = min(x, 700)
        let turns = limited * 1.4426950408889634
        let power = Int(turns + (turns < 0 ? -0.5 : 0.5))
        let rest = (limited - Double(power) * ln2High) - Double(power) * ln2Low
        var sum = 1.0
        for divisor in (1...14).reversed() {
            sum = 1 + sum * rest / Double(divisor)
        }
        return Double(sign: .plus, exponent: power, significand: sum)
    }

    /// The sine of an angle in turns: 0.25 is a right angle.
    static func sine(turns: Double) -> Double {
        // The nearest half turn, in whose surroundings the sine is that around zero, or its opposite.
        let doubled = turns * 2
        let half = Int64(doubled + (doubled < 0 ? -0.5 : 0.5))
        let angle = (doubled - Double(half)) * Double.pi
        let square = angle * angle
        var sum = 1.0
        for order in (1...12).reversed() {
            sum = 1 - sum * square / Double(2 * order * (2 * order + 1))
        }
        return half & 1 == 0 ? angle * sum : -angle * sum
    }
}
