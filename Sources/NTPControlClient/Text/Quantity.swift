// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc

/// Numbers for people, the same in every locale.
package enum Quantity {
    private static let prefixes = [(1e-3, "m"), (1e-6, "µ"), (1e-9, "n"), (1e-12, "p")]

    /// A time with three digits and the unit that suits it: "1.23 ms", "17 min", "3.5 h".
    package static func seconds(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let magnitude = value.magnitude
        // What would be rounded to 1000 belongs to the next unit already, here and below.
        guard magnitude >= 0.9995 else { return magnitude == 0 ? "0 s" : small(value) }
        switch magnitude {
        case ..<99.95: return significant(value) + " s"
        case ..<5_970: return significant(value / 60) + " min"
        case ..<171_000: return significant(value / 3_600) + " h"
        default: return significant(value / 86_400) + " d"
        }
    }

    /// A round time at the mark of an axis, with as few digits as it needs: "20 µs", "0.5 s".
    package static func mark(_ value: Double) -> String {
        let prefix = prefixes.first { value >= 0.9995 * $0.0 } ?? prefixes[prefixes.count - 1]
        let (scaled, unit) = value >= 0.9995 ? (value, "s") : (value / prefix.0, prefix.1 + "s")
        return format("%.*g", 4, scaled) + " " + unit
    }

    /// Reads "0.1", "100ms", "5m"; nil for anything else, and for what is negative or not finite.
    package static func seconds(parsing text: String) -> Double? {
        let digits = text.prefix { "0123456789.eE+-".contains($0) }
        guard let number = Double(digits), number.isFinite, number >= 0,
            let unit = units[String(text.dropFirst(digits.count))]
        else { return nil }
        return number * unit
    }

    private static let units = [
        "": 1, "s": 1, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9, "m": 60, "min": 60, "h": 3_600,
        "d": 86_400,
    ]

    /// Whole seconds as long as they are few, for ages and intervals: "23 s", "17 min", "3 h".
    package static func age(_ seconds: Double) -> String {
        switch seconds {
        case ..<120: fixed(seconds, decimals: 0) + " s"
        case ..<7_200: fixed(seconds / 60, decimals: 0) + " min"
        case ..<172_800: fixed(seconds / 3_600, decimals: 0) + " h"
        default: fixed(seconds / 86_400, decimals: 0) + " d"
        }
    }

    /// A poll interval: "64 s", "¼ s" being "250 ms".
    package static func interval(_ seconds: Double) -> String {
        seconds < 1 ? Self.seconds(seconds) : fixed(seconds, decimals: 0) + " s"
    }

    /// An offset of the local clock: positive is slow, as everywhere in this library.
    package static func offset(_ seconds: Double) -> String {
        guard seconds != 0 else { return "0 s" }
        return self.seconds(seconds.magnitude) + (seconds > 0 ? " slow" : " fast")
    }

    /// A frequency that the clock needs for running true: positive means that it is slow by itself.
    package static func frequency(_ ratio: Double) -> String {
        ppm(ratio.magnitude) + (ratio > 0 ? " slow" : ratio < 0 ? " fast" : "")
    }

    /// In parts per million, or per billion where that says more.
    package static func ppm(_ ratio: Double) -> String {
        guard ratio.magnitude < 0.0995e-6, ratio != 0 else { return fixed(ratio * 1e6, decimals: 3) + " ppm" }
        return significant(ratio * 1e9) + " ppb"
    }

    /// Rounded to so many decimals.
    package static func fixed(_ value: Double, decimals: Int) -> String {
        format("%.*f", Int32(decimals), value)
    }

    /// As C's %e has it.
    package static func scientific(_ value: Double, decimals: Int) -> String {
        format("%.*e", Int32(decimals), value)
    }

    private static func small(_ value: Double) -> String {
        let prefix = prefixes.first { value.magnitude >= 0.9995 * $0.0 } ?? prefixes[prefixes.count - 1]
        return significant(value / prefix.0) + " " + prefix.1 + "s"
    }

    /// Three digits, fewer below one.
    private static func significant(_ value: Double) -> String {
        switch value.magnitude {
        case ..<9.995: fixed(value, decimals: 2)
        case ..<99.95: fixed(value, decimals: 1)
        default: fixed(value, decimals: 0)
        }
    }

    private static func format(_ pattern: String, _ decimals: Int32, _ value: Double) -> String {
        // The longest finite number has 309 digits before the point.
        var buffer = [CChar](repeating: 0, count: 352)
        let length = unsafe withVaList([decimals, value]) { arguments in
            unsafe vsnprintf(&buffer, buffer.count, pattern, arguments)
        }
        let text = buffer.prefix(min(max(0, Int(length)), buffer.count - 1))
        return String(decoding: text.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
