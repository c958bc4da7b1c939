// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControlClient
import Testing

@Suite struct `Text of a quantity` {
    @Test(arguments: [
        (0, "0 s"), (1.234e-9, "1.23 ns"), (999.6e-9, "1.00 µs"), (-12.34e-6, "-12.3 µs"), (0.5, "500 ms"),
        (0.9996, "1.00 s"), (64, "64.0 s"), (99.96, "1.67 min"), (3600, "60.0 min"), (7200, "2.00 h"),
        (200_000, "2.31 d"), (.infinity, "–"), (1e-15, "0.00 ps"),
    ])
    func `has three digits and the unit that suits it`(seconds: Double, text: String) {
        #expect(Quantity.seconds(seconds) == text)
    }

    @Test(arguments: [(1e-3, "1.00 ms slow"), (-1e-3, "1.00 ms fast"), (0, "0 s")])
    func `says which way a clock is wrong`(offset: Double, text: String) {
        #expect(Quantity.offset(offset) == text)
    }

    @Test(arguments: [(23, "23 s"), (119.4, "119 s"), (1090, "18 min"), (7200, "2 h"), (300_000, "3 d")])
    func `is whole for an age`(seconds: Double, text: String) {
        #expect(Quantity.age(seconds) == text)
    }

    @Test(arguments: [(-6, "15.6 ms"), (0, "1 s"), (6, "64 s"), (17, "131072 s")])
    func `is whole for an interval from a second on`(exponent: Int, text: String) {
        #expect(Quantity.interval(Double(sign: .plus, exponent: exponent, significand: 1)) == text)
    }

    @Test(arguments: [
        (12.3456e-6, "12.346 ppm"), (0.1e-6, "0.100 ppm"), (50e-9, "50.0 ppb"), (-1e-9, "-1.00 ppb"),
        (0, "0.000 ppm"),
    ])
    func `is a rate in millionths or billionths`(ratio: Double, text: String) {
        #expect(Quantity.ppm(ratio) == text)
    }

    @Test(arguments: [(2e-5, "20 µs"), (1.5e-3, "1.5 ms"), (0.5, "500 ms"), (10, "10 s"), (1e-9, "1 ns")])
    func `is short at a mark`(seconds: Double, text: String) {
        #expect(Quantity.mark(seconds) == text)
    }

    @Test(arguments: [
        ("0", 0), ("1.5", 1.5), ("100ms", 0.1), ("5m", 300), ("24h", 86_400), ("2d", 172_800), ("7us", 7e-6),
        ("1e-3", 1e-3),
    ])
    func `is read with any unit of time`(text: String, seconds: Double) throws {
        let found = try #require(Quantity.seconds(parsing: text))
        #expect((found - seconds).magnitude < 1e-12)
    }

    @Test(arguments: ["", "s", "-1", "1x", "nan", "inf", "1 s", "0x10", "1e999"])
    func `is not read from anything else`(text: String) {
        #expect(Quantity.seconds(parsing: text) == nil)
    }
}
