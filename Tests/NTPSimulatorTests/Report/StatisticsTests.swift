// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPSimulator
import Testing

@Suite struct `Error statistics` {
    static func statistics(_ errors: some Sequence<Double>, settling: Double = 0) -> ErrorStatistics {
        var statistics = ErrorStatistics(settling: settling, bound: 1e-3)
        for error in errors { statistics.add(error, claim: 2e-3) }
        return statistics
    }

    @Test func `are about the time after settling`() {
        let statistics = Self.statistics([5, -5, 3, -4], settling: 2)
        #expect((statistics.rms - 12.5.squareRoot()).magnitude < 1e-12)
        #expect(statistics.maximum == 4)
        #expect(statistics.meanClaim == 2e-3)
    }

    @Test func `see convergence at the first second that 1000 s within the bound follow`() {
        let errors = [0.1, 0, 0.1] + Array(repeating: 1e-3, count: 1001) + [0.1]
        #expect(Self.statistics(errors).convergence == 4)
    }

    @Test func `see no convergence in less than 1000 s`() {
        #expect(Self.statistics([0.1] + Array(repeating: 0, count: 1000)).convergence == nil)
    }
}

@Suite struct `A number for people` {
    @Test(arguments: [
        (97.3e-6, "97.3 µs"), (1e-3, "1.00 ms"), (999.6e-6, "1.00 ms"), (5.376e-6, "5.38 µs"), (0, "0 s"),
        (12.34, "12.3 s"), (-3.2e-9, "-3.20 ns"), (1800, "1800 s"), (.infinity, "–"),
    ])
    func `has three digits and a prefix`(seconds: Double, text: String) {
        #expect(Format.seconds(seconds) == text)
    }

    @Test(arguments: [
        (0.05, 1, "0.1"), (-0.04, 1, "0.0"), (-1.25, 2, "-1.25"), (1234.5, 0, "1235"), (0.007, 3, "0.007"),
    ])
    func `is rounded to so many decimals`(value: Double, decimals: Int, text: String) {
        #expect(Format.fixed(value, decimals: decimals) == text)
    }

    @Test(arguments: [
        (10e-6, "10 µs"), (0.5, "500 ms"), (1e-3, "1 ms"), (1024, "1024 s"), (1.5e-3, "1.5 ms"),
    ])
    func `loses its zeroes when it is round`(seconds: Double, text: String) {
        #expect(Format.roundSeconds(seconds) == text)
    }
}
