// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// An unsigned interval as root delay and root dispersion have it in a packet: seconds in 16.16 fixed point.
///
/// The unit of `bits` is 2⁻¹⁶ s (about 15 µs), the range 0 to just below 65,536 s. See RFC 5905, section 6.
public struct NTPShort: Hashable, Sendable, BitwiseCopyable {
    /// The unit is 2⁻¹⁶ s.
    public var bits: UInt32

    public init(bits: UInt32) {
        self.bits = bits
    }

    /// The nearest representable interval not below `seconds`: a bound may grow on the wire, never shrink.
    ///
    /// Negative values and NaN become zero, values out of range the largest interval.
    public init(roundingUp seconds: Double) {
        guard seconds > 0 else {
            bits = 0
            return
        }
        let scaled = seconds * 0x1p16
        guard scaled < 0x1p32 - 1 else {
            bits = .max
            return
        }
        bits = UInt32(scaled)
        if Double(bits) < scaled { bits += 1 }
    }

    /// In seconds, exactly.
    public var seconds: Double {
        Double(bits) * 0x1p-16
    }
}
