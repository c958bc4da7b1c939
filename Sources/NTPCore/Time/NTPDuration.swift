// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A signed interval in units of 2⁻³² s: what lies between two wire timestamps.
///
/// The range is ±68 years; arithmetic saturates, because operands may come from the network.
public struct NTPDuration: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// The unit is 2⁻³² s.
    public var bits: Int64

    public init(bits: Int64) {
        self.bits = bits
    }

    /// The nearest representable interval; saturates, and NaN becomes zero.
    public init(saturating seconds: Double) {
        // Half a unit away from zero before truncating: rounding without the C library's `round`.
        let scaled = seconds * 0x1p32 + (seconds < 0 ? -0.5 : 0.5)
        if scaled.isNaN {
            bits = 0
        } else if scaled.magnitude < 0x1p63 {
            bits = Int64(scaled)
        } else {
            bits = scaled < 0 ? .min : .max
        }
    }

    /// No time at all.
    public static let zero = NTPDuration(bits: 0)

    /// Rounded to the 53 bits of a `Double`: exact to 2⁻³² s up to 24 days, to 1 µs over the whole range.
    public var seconds: Double {
        Double(bits) * 0x1p-32
    }

    public static func + (a: Self, b: Self) -> Self {
        let (sum, overflow) = a.bits.addingReportingOverflow(b.bits)
        return Self(bits: overflow ? (a.bits < 0 ? .min : .max) : sum)
    }

    public static prefix func - (a: Self) -> Self {
        Self(bits: a.bits == .min ? .max : -a.bits)
    }

    public static func - (a: Self, b: Self) -> Self {
        let (difference, overflow) = a.bits.subtractingReportingOverflow(b.bits)
        return Self(bits: overflow ? (a.bits < 0 ? .min : .max) : difference)
    }

    public static func < (a: Self, b: Self) -> Bool {
        a.bits < b.bits
    }
}
