// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPCore
import Testing

/// The conversions against the standard library's, which are slow but right.
@Suite struct `Fixed point seconds` {
    @Test(arguments: 0...126)
    func `become the nearest Double`(bitWidth: Int) {
        var generator = TestGenerator(seed: UInt64(bitWidth))
        for _ in 0..<64 {
            let random = UInt128(generator.next()) << 64 | UInt128(generator.next())
            let magnitude = Int128(random >> UInt128(127 - bitWidth))
            for bits in [magnitude, -magnitude] {
                #expect(Double(fixedPointSeconds: bits) == Double(bits) * 0x1p-64)
            }
        }
    }

    @Test(arguments: [0, 1, -1, 1 << 64, .max, .min, .min + 1] as [Int128])
    func `become the nearest Double at the ends`(bits: Int128) {
        #expect(Double(fixedPointSeconds: bits) == Double(bits) * 0x1p-64)
    }

    /// Half-way cases between two neighbours, and one unit to either side.
    @Test(arguments: [54, 64, 65, 100, 126], [-1, 0, 1] as [Int128])
    func `become the even one of two that are as near`(exponent: Int, nudge: Int128) {
        for odd in [0, 1] as [Int128] {
            let half = Int128(1) << Int128(exponent) | (odd << 1 | 1) << Int128(exponent - 53)
            let bits = half + (exponent > 54 ? nudge : 0)
            #expect(Double(fixedPointSeconds: bits) == Double(bits) * 0x1p-64)
        }
    }

    @Test(arguments: -80...61)
    func `come from a Double without what is less than a unit`(exponent: Int) {
        var generator = TestGenerator(seed: UInt64(exponent + 100))
        for _ in 0..<64 {
            let significand = Double.random(in: 1..<2, using: &generator)
            let seconds = Double(sign: .plus, exponent: exponent, significand: significand)
            for seconds in [seconds, -seconds] {
                #expect(Int128(fixedPointOf: seconds) == Int128(seconds * 0x1p64), "\(seconds)")
            }
        }
    }

    @Test(arguments: [0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 0x1p-65] as [Double])
    func `are none for less than a unit`(seconds: Double) {
        #expect(Int128(fixedPointOf: seconds) == 0)
    }
}
