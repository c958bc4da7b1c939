// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Foundation
@testable import NTPSimulator
import Testing

/// The C library's functions are right to about one unit in the last place, and so must be ours.
@Suite struct `Elementary functions` {
    @Test func `agree with the C library's logarithm`() {
        for exponent in stride(from: -300.0, through: 300, by: 0.37) {
            let x = pow(10, exponent)
            #expect((Elementary.log(x) - log(x)).magnitude <= 2 * log(x).magnitude.ulp, "log \(x)")
        }
    }

    @Test func `agree with the C library's logarithm around one`() {
        for x in stride(from: 0.5, through: 2, by: 0.000_7) {
            // Near one the logarithm is small; what counts is its own last place.
            #expect((Elementary.log(x) - log(x)).magnitude <= 3 * log(x).magnitude.ulp, "log \(x)")
        }
    }

    @Test func `agree with the C library's exponential`() {
        for x in stride(from: -699.9, through: 700, by: 0.317) {
            #expect((Elementary.exp(x) / exp(x) - 1).magnitude < 1e-15, "exp \(x)")
        }
    }

    @Test func `agree with the C library's sine`() {
        for turns in stride(from: -2.0, through: 2, by: 0.001_3) {
            #expect(
                (Elementary.sine(turns: turns) - sin(2 * .pi * turns)).magnitude < 2e-15, "\(turns) turns")
        }
    }

    @Test func `give the same bits on every machine`() {
        #expect(Elementary.log(3).bitPattern == 0x3FF1_93EA_7AAD_030B)
        #expect(Elementary.exp(1).bitPattern == 0x4005_BF0A_8B14_576A)
        #expect(Elementary.sine(turns: 0.1).bitPattern == 0x3FE2_CF23_0475_5A5E)
    }
}
