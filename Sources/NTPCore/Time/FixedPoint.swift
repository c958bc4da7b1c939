// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Seconds in 64.64 fixed point, the unit being 2⁻⁶⁴ s, to and from floating point.
///
/// The standard library's conversions between `Int128` and `Double` are generic over the integer: 425 ns where
/// these take 3, and every sample needs dozens.
extension Double {
    /// The seconds that so many units are, rounded once, to the nearest.
    init(fixedPointSeconds bits: Int128) {
        let magnitude = bits.magnitude
        // The upper 64 of the significant bits; that any of those below is set matters for rounding alone.
        let shift = max(0, 64 - magnitude.leadingZeroBitCount)
        var upper = UInt64(truncatingIfNeeded: magnitude &>> shift)
        if UInt128(upper) &<< shift != magnitude { upper |= 1 }
        let unit = Double(bitPattern: UInt64(truncatingIfNeeded: 1023 - 64 + shift) << 52)
        self = Double(upper) * (bits < 0 ? -unit : unit)
    }
}

extension Int128 {
    /// The units that so many seconds are, what is less than one dropped. `seconds` must be below 2⁶² in magnitude.
    init(fixedPointOf seconds: Double) {
        let significand = UInt128(seconds.significandBitPattern | 1 << 52)
        // The weight of the significand's last bit is 2^(exponent − 52), and the unit's is 2⁻⁶⁴.
        let shift = Int(seconds.exponentBitPattern) - 1023 - 52 + 64
        let magnitude =
            switch shift {
            case 0...: significand &<< shift
            case -52..<0: significand &>> -shift
            default: UInt128(0)
            }
        self = seconds < 0 ? 0 &- Int128(bitPattern: magnitude) : Int128(bitPattern: magnitude)
    }
}
