// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Where a value lies along an axis, and which values deserve a tick there.
struct Scale: Hashable, Sendable {
    struct Tick: Hashable, Sendable {
        var value: Double
        var label: String
    }

    enum Kind: Hashable, Sendable {
        case linear
        case logarithmic
        /// Linear around zero, up to about so much, and logarithmic on both sides of that.
        case symmetric(around: Double)
    }

    let kind: Kind
    let range: ClosedRange<Double>
    let ticks: [Tick]

    /// The position between the ends of the range, 0 to 1 within it.
    func position(of value: Double) -> Double {
        let low = transformed(range.lowerBound)
        return (transformed(value) - low) / (transformed(range.upperBound) - low)
    }

    private func transformed(_ value: Double) -> Double {
        switch kind {
        case .linear: value
        case .logarithmic: Elementary.log(max(value, 1e-12))
        case .symmetric(let unit):
            (value < 0 ? -1 : 1) * Elementary.log(1 + value.magnitude / unit)
        }
    }
}

extension Scale {
    /// Around zero, for errors that range from microseconds to minutes.
    static func errors(upTo largest: Double, unit: Double) -> Scale {
        var ticks = [Tick(value: 0, label: "0")]
        // Where it would touch the zero, the first tick is left out.
        let first = Elementary.log(2) / (2 * Elementary.log(1 + largest / unit))
        var value = first > 0.04 ? unit : 10 * unit
        while value <= largest {
            ticks.append(Tick(value: value, label: "+" + Format.roundSeconds(value)))
            ticks.append(Tick(value: -value, label: "−" + Format.roundSeconds(value)))
            value *= 10
        }
        return Scale(kind: .symmetric(around: unit), range: -largest...largest, ticks: ticks)
    }

    static func delays(_ range: ClosedRange<Double>) -> Scale {
        var ticks: [Tick] = []
        var decade = Self.powerOfTen(notAbove: range.lowerBound)
        while decade <= range.upperBound {
            for factor in [1.0, 2, 5] where range.contains(decade * factor) {
                ticks.append(Tick(value: decade * factor, label: Format.roundSeconds(decade * factor)))
            }
            decade *= 10
        }
        // Over several decades, the powers of ten are enough.
        let thinned =
            ticks.count <= 4 ? ticks : ticks.filter { Self.powerOfTen(notAbove: $0.value) == $0.value }
        return Scale(kind: .logarithmic, range: range, ticks: thinned.count > 1 ? thinned : ticks)
    }

    /// - Parameter label: What a value is called, given the decimals that tell it from the next tick.
    static func linear(
        _ range: ClosedRange<Double>, ticks count: Int, label: (Double, Int) -> String
    ) -> Scale {
        let step = niceStep((range.upperBound - range.lowerBound) / Double(count))
        let decimals = decimals(for: step)
        var ticks: [Tick] = []
        // Truncated, then up to the first one within.
        var index = Double(Int64(range.lowerBound / step)) - 1
        while index * step < range.lowerBound { index += 1 }
        while index * step <= range.upperBound {
            ticks.append(Tick(value: index * step, label: label(index * step, decimals)))
            index += 1
        }
        return Scale(kind: .linear, range: range, ticks: ticks)
    }

    /// The time axis, in the unit that fits.
    static func times(_ range: ClosedRange<Double>, ticks count: Int) -> Scale {
        let units = [(86_400.0, "d", 3.0), (3_600, "h", 3), (60, "min", 5), (1, "s", 0)]
        let span = range.upperBound - range.lowerBound
        let unit = units.first { span >= $0.0 * $0.2 } ?? units[units.count - 1]
        let scaled = linear(
            range.lowerBound / unit.0...range.upperBound / unit.0, ticks: count,
            label: { Format.fixed($0, decimals: $1) })
        var ticks = scaled.ticks.map { Tick(value: $0.value * unit.0, label: $0.label) }
        if let last = ticks.indices.last { ticks[last].label += " " + unit.1 }
        return Scale(kind: .linear, range: range, ticks: ticks)
    }

    static func powerOfTen(notAbove value: Double) -> Double {
        var power = 1e-12
        // The powers are inexact; what is one but for rounding counts as one.
        while power * 10 <= value * (1 + 1e-9) { power *= 10 }
        return power
    }

    static func powerOfTen(nearest value: Double) -> Double {
        let power = powerOfTen(notAbove: value)
        return value * value > 10 * power * power ? 10 * power : power
    }

    /// 1, 2 or 5 times a power of ten, at least `value`.
    private static func niceStep(_ value: Double) -> Double {
        let power = powerOfTen(notAbove: value)
        return [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= value * (1 - 1e-9) } ?? 10 * power
    }

    private static func decimals(for step: Double) -> Int {
        var decimals = 0
        var scaled = step
        while scaled < 0.999, decimals < 9 {
            scaled *= 10
            decimals += 1
        }
        return decimals
    }
}
