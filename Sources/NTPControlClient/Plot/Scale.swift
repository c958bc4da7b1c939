// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc

/// From values to places on an axis, and the values that deserve a mark.
struct Scale: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case linear, logarithmic
    }

    let kind: Kind
    let lower: Double
    let upper: Double

    /// 0 at the lower end, 1 at the upper one; what is beyond is at the end.
    func place(_ value: Double) -> Double {
        let place =
            switch kind {
            case .linear: (value - lower) / (upper - lower)
            case .logarithmic: log(max(value, lower) / lower) / log(upper / lower)
            }
        return min(max(place, 0), 1)
    }

    func contains(_ value: Double) -> Bool {
        lower...upper ~= value
    }

    /// Round values, evenly spaced: three to seven of them, or the powers of ten.
    var marks: [Double] {
        switch kind {
        case .linear:
            let step = Self.roundStep(upper - lower, parts: 6)
            let first = (lower / step - 1e-9).rounded(.up)
            let last = (upper / step + 1e-9).rounded(.down)
            return stride(from: first, through: last, by: 1).map { $0 * step }
        case .logarithmic:
            let exponents = stride(from: log10(lower).rounded(.up), through: log10(upper), by: 1)
            return exponents.map { pow(10, $0) }
        }
    }

    /// For values on both sides of zero: as far up as down.
    static func symmetric(_ limit: Double) -> Scale {
        let limit = limit > 0 ? limit : 1e-9
        return Scale(kind: .linear, lower: -limit, upper: limit)
    }

    /// For bounds, which are positive: from zero, or logarithmic where many differ by orders of magnitude.
    static func positive(_ values: [Double]) -> Scale {
        let sorted = values.filter { $0 > 0 }.sorted()
        guard let smallest = sorted.first, let largest = sorted.last else {
            return Scale(kind: .linear, lower: 0, upper: 1e-9)
        }
        let limit = usualLimit(sorted)
        guard limit > 20 * sorted[sorted.count / 2] else {
            return Scale(kind: .linear, lower: 0, upper: limit * 1.15)
        }
        return Scale(kind: .logarithmic, lower: smallest / 1.5, upper: largest * 1.5)
    }

    /// The largest value, unless a few are far beyond the others: then those go to the edge of the scale.
    static func usualLimit(_ magnitudes: [Double]) -> Double {
        let sorted = magnitudes.sorted()
        guard let largest = sorted.last else { return 0 }
        let usual = sorted[(sorted.count - 1) * 99 / 100]
        return usual > 0 && largest > 4 * usual ? 1.5 * usual : largest
    }

    /// 1, 2 or 5 times a power of ten, so that there are about so many steps.
    static func roundStep(_ length: Double, parts: Double) -> Double {
        let rough = length / parts
        let power = pow(10, log10(rough).rounded(.down))
        let factor = [1.0, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10
        return factor * power
    }
}
