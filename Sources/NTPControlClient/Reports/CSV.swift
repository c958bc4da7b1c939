// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPCore

/// Cells as chronyc prints them with -c.
enum CSV {
    static func seconds(_ value: Double) -> String {
        // Adding zero takes the sign from a zero, which has got it by being negated.
        Quantity.fixed(value + 0, decimals: 9)
    }

    static func ppm(_ ratio: Double) -> String {
        Quantity.fixed(ratio * 1e6 + 0, decimals: 3)
    }

    static func age(_ seconds: UInt32?) -> String {
        String(seconds ?? .max)
    }

    static func octal(_ reach: Reach) -> String {
        String(reach.bits, radix: 8)
    }

    /// An address; for a source without one, its reference ID.
    static func name(_ address: ControlAddress, _ id: ReferenceID) -> String {
        address == .unspecified ? id.text ?? "" : address.description
    }
}
