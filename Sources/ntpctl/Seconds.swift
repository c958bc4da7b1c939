// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControlClient

/// A time on the command line: "0.1", "100ms", "5m".
struct Seconds: ExpressibleByArgument {
    let value: Double

    init(_ value: Double) {
        self.value = value
    }

    init?(argument: String) {
        guard let value = Quantity.seconds(parsing: argument) else { return nil }
        self.value = value
    }

    var defaultValueDescription: String {
        value == value.rounded() ? "\(Int(value))s" : "\(value)s"
    }
}
