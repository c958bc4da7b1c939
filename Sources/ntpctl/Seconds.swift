// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser

/// A time on the command line: "0.1", "100ms", "5m".
struct Seconds: ExpressibleByArgument {
    let value: Double

    init(_ value: Double) {
        self.value = value
    }

    init?(argument: String) {
        let digits = argument.prefix { "0123456789.eE+-".contains($0) }
        guard let number = Double(digits), number.isFinite, number >= 0,
            let unit = Self.units[String(argument.dropFirst(digits.count))]
        else { return nil }
        value = number * unit
    }

    var defaultValueDescription: String {
        "\(value)s"
    }

    private static let units = [
        "": 1, "s": 1, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9, "m": 60, "min": 60, "h": 3600,
    ]
}
