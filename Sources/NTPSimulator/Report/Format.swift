// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Numbers for people, the same on every machine and in every locale.
package enum Format {
    private static let prefixes = [(1e-3, "m"), (1e-6, "µ"), (1e-9, "n"), (1e-12, "p")]

    /// Rounded to so many decimals, at most nine; what is beyond 10⁹ as the standard library has it.
    package static func fixed(_ value: Double, decimals: Int) -> String {
        guard value.magnitude < 1e9 else { return "\(value)" }
        let scale = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
        let units = Int64(value.magnitude * scale + 0.5)
        let sign = value < 0 && units > 0 ? "-" : ""
        guard decimals > 0 else { return sign + "\(units)" }
        let digits = "\(units)"
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let point = padded.index(padded.endIndex, offsetBy: -decimals)
        return sign + padded[..<point] + "." + padded[point...]
    }

    /// With a true minus sign.
    static func typeset(_ value: Double, decimals: Int) -> String {
        let text = fixed(value, decimals: decimals)
        return text.hasPrefix("-") ? "−" + text.dropFirst() : text
    }

    /// Three significant digits.
    package static func significant(_ value: Double) -> String {
        switch value.magnitude {
        case 0: "0"
        case ..<10: fixed(value, decimals: 2)
        case ..<100: fixed(value, decimals: 1)
        default: fixed(value, decimals: 0)
        }
    }

    /// With a prefix that leaves one to three digits before the point: 97.3 µs.
    package static func quantity(_ value: Double, unit: String) -> String {
        guard value.isFinite else { return "–" }
        // What would be rounded to 1000 belongs to the next prefix already.
        let limit = 0.9995
        guard value.magnitude < limit, value != 0 else { return significant(value) + " " + unit }
        let prefix = prefixes.first { value.magnitude >= limit * $0.0 } ?? prefixes[prefixes.count - 1]
        return significant(value / prefix.0) + " " + prefix.1 + unit
    }

    /// A round number of seconds without needless zeroes: 10 µs, 500 s.
    static func roundSeconds(_ value: Double) -> String {
        let text = seconds(value)
        let parts = text.split(separator: " ")
        guard parts[0].contains(".") else { return text }
        var digits = parts[0]
        while digits.hasSuffix("0") { digits.removeLast() }
        if digits.hasSuffix(".") { digits.removeLast() }
        return digits + " " + parts[1]
    }

    package static func seconds(_ value: Double) -> String {
        quantity(value, unit: "s")
    }
}
