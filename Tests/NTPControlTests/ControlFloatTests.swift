// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Foundation
import Testing

@testable import NTPControl

@Suite struct `Control float` {
    static let vectors: [(Double, UInt32)] = [
        (0, 0x0000_0000), (1, 0x0480_0000), (-1, 0x0300_0000), (0.5, 0x0280_0000), (-0.5, 0x0100_0000),
        (2, 0x0680_0000), (0.1, 0xFCCC_CCCD), (0.3, 0x0099_999A), (1e-6, 0xDC86_37BD), (-1e-6, 0xDD79_C843),
        (1e-9, 0xC889_705F), (-1e-9, 0xC976_8FA1), (.pi, 0x06C9_0FDA), (-123.456, 0x1109_1687),
        (1000, 0x16FA_0000), (1e6, 0x2AF4_2400), (86400, 0x24A8_C000), (9.5e-7, 0xDAFF_0381),
        (1.23456789e-4, 0xEA81_742E), (1e18, 0x7ADE_0B6B), (1e19, 0x7EFF_FFFF), (1e200, 0x7EFF_FFFF),
        (-1e200, 0x7F00_0000), (.nan, 0x0000_0000), (1e-20, 0x805E_7284), (.infinity, 0x7EFF_FFFF),
    ]

    @Test(arguments: vectors)
    func `is the word that chrony sends`(value: Double, word: UInt32) {
        #expect(ControlFloat(value).bits == word, "\(value): \(String(ControlFloat(value).bits, radix: 16))")
    }

    @Test func `saturates at two to the 62nd`() {
        #expect(ControlFloat(1e19).value == Double(1 << 24 - 1) * 0x1p38)
        #expect(ControlFloat(-1e200).value == -0x1p62)
    }

    @Test(arguments: [1.0, 2, -1, 0.5, 1000, 86400, -0.25, 1.5e-5])
    func `keeps numbers of few bits exactly`(value: Double) {
        #expect(abs(ControlFloat(value).value - value) <= abs(value) * 0x1p-23)
        #expect(ControlFloat(ControlFloat(value).value) == ControlFloat(value))
    }

    @Test func `is what the encoder with a logarithm gives, over the whole range`() {
        var generator = SeededGenerator(seed: 1)
        let wrong = (0..<100_000).map { _ in
            let magnitude = exp2(Double.random(in: -100...70, using: &generator))
            return generator.flag() ? magnitude : -magnitude
        }.first { ControlFloat($0).bits != Self.wordByLogarithm($0) }
        #expect(wrong == nil)
    }

    @Test(arguments: -100...70)
    func `is what the encoder with a logarithm gives, at powers of two`(exponent: Int) {
        let power = Double(sign: .plus, exponent: exponent, significand: 1)
        for value in [power, -power, power.nextUp, power.nextDown, -power.nextDown] {
            #expect(ControlFloat(value).bits == Self.wordByLogarithm(value), "\(value)")
        }
        // Here the logarithm's rounding decides between two words for the same number.
        let beyond = ControlFloat(bits: Self.wordByLogarithm(-power.nextUp))
        #expect(ControlFloat(-power.nextUp).value == beyond.value)
    }

    @Test func `survives the way there and back, whatever the word`() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<100_000 {
            let once = ControlFloat(
                ControlFloat(bits: UInt32.random(in: 0 ... .max, using: &generator)).value)
            #expect(ControlFloat(once.value) == once, "\(once.bits)")
        }
    }

    /// The encoder as the protocol's description has it, with the C library's logarithm.
    private static func wordByLogarithm(_ x: Double) -> UInt32 {
        let magnitude = abs(x)
        let limit = x < 0 ? 1 << 24 : 1 << 24 - 1
        if magnitude < 1e-100 { return 0 }
        var exponent = Int(log(magnitude) / log(2) + 1)
        var coefficient = Int(magnitude * pow(2, Double(25 - exponent)) + 0.5)
        while coefficient > limit {
            coefficient >>= 1
            exponent += 1
        }
        if exponent > 63 {
            exponent = 63
            coefficient = limit
        } else if exponent < -64 {
            if exponent < -89 { return 0 }
            coefficient >>= -64 - exponent
            exponent = -64
        }
        if x < 0 { coefficient = 1 << 25 - coefficient }
        return UInt32(exponent & 0x7F) << 25 | UInt32(coefficient & (1 << 25 - 1))
    }
}
