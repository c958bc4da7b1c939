// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The protocol's 32-bit number: a signed 7-bit exponent *E* above a signed 25-bit coefficient *C*.
///
/// Its value is *C* · 2^(*E* − 25). No infinities, no NaN: every word is a number.
public struct ControlFloat: Hashable, Sendable, BitwiseCopyable {
    /// Exponent and coefficient, as on the wire.
    public var bits: UInt32

    public init(bits: UInt32) {
        self.bits = bits
    }

    private static let coefficientBits = 25
    private static let exponents = -64...63
    private static let smallest = 1e-100
    private static let largest = 1e100

    /// The word that chrony's programs send for a number, bit for bit.
    ///
    /// Saturates at ±2⁶²; what is below the smallest number, and NaN, becomes zero.
    public init(_ value: Double) {
        let isNegative = value < 0
        // Two's complement has one more negative number.
        let maximum: UInt32 = isNegative ? 1 << 24 : 1 << 24 - 1
        guard value.magnitude >= Self.smallest else {
            bits = 0
            return
        }
        var exponent = Self.exponents.upperBound + 1
        var coefficient = maximum
        if value.magnitude <= Self.largest {
            exponent = Self.startingExponent(of: value.magnitude)
            let scale = Double(sign: .plus, exponent: Self.coefficientBits - exponent, significand: 1)
            coefficient = UInt32(value.magnitude * scale + 0.5)
            // Loses the last bit of about half of all numbers; part of the format by now.
            while coefficient > maximum {
                coefficient >>= 1
                exponent += 1
            }
        }
        if exponent > Self.exponents.upperBound {
            exponent = Self.exponents.upperBound
            coefficient = maximum
        } else if exponent < Self.exponents.lowerBound - Self.coefficientBits {
            exponent = 0
            coefficient = 0
        } else if exponent < Self.exponents.lowerBound {
            coefficient >>= UInt32(Self.exponents.lowerBound - exponent)
            exponent = Self.exponents.lowerBound
        }
        let signed = isNegative ? 0 &- coefficient : coefficient
        bits = UInt32(truncatingIfNeeded: exponent) << 25 | signed & (1 << 25 - 1)
    }

    /// Exact.
    public var value: Double {
        let exponent = Int(Int32(bitPattern: bits) >> 25)
        let coefficient = Int32(bitPattern: bits << 7) >> 7
        let scale = Double(sign: .plus, exponent: exponent - Self.coefficientBits, significand: 1)
        return Double(coefficient) * scale
    }

    /// log₂ of a positive number, plus one, rounded towards zero: where the encoder starts.
    ///
    /// Rounding towards zero makes it the next higher integer for numbers below ½ that are no power of two.
    private static func startingExponent(of magnitude: Double) -> Int {
        let floor = Int(magnitude.exponent) + 1
        // An encoder that takes the logarithm in floating point can't tell these from a power of two.
        let isPowerOfTwo = magnitude.significand - 1 < 0x1p-46
        return floor < 0 && !isPowerOfTwo ? floor + 1 : floor
    }
}
