// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `A slew` {
    private let now = MonotonicInstant(nanoseconds: 5_000_000_000)

    @Test(arguments: [0.1, -0.1])
    func `ends when its offset is gone, by a clock that is slewed as well`(offset: Double) throws {
        var slew = SlewController(
            maximumRate: 1.0 / 12, base: Frequency(ppm: 200), slewsTimers: true)
        let frequency = slew.begin(
            Correction(frequency: slew.base, offset: offset, duration: 0), now: now)
        let ticks = try #require(slew.end).seconds(since: now)
        // By the free-running clock.
        let seconds = ticks / (1 + frequency.ratio)
        #expect(abs(seconds * (frequency.ratio - slew.base.ratio) - offset) < 1e-8)
    }

    @Test func `ends when its offset is gone, by a clock that isn't`() throws {
        var slew = SlewController(maximumRate: 1.0 / 12, base: .zero)
        let frequency = slew.begin(Correction(frequency: .zero, offset: 0.1, duration: 0), now: now)
        #expect(abs(try #require(slew.end).seconds(since: now) * frequency.ratio - 0.1) < 1e-8)
    }
}
