// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `Averages of the frequency to fall back to` {
    private func instant(_ seconds: Double) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: Int64(seconds * 1e9))
    }

    /// A day of updates, whose frequency swings by 1 ppm around 10 ppm within each hour.
    private func trained(_ exponents: ClosedRange<Int>) -> FallbackFrequencies {
        var averages = FallbackFrequencies(exponents: exponents)
        for minute in 0...1440 {
            let swing = minute / 30 % 2 == 0 ? 1.0 : -1.0
            averages.note(Frequency(ppm: 10 + swing), now: instant(Double(minute) * 60))
        }
        return averages
    }

    @Test func `take their turns as long after the latest update as they go back`() throws {
        var averages = trained(12...14)
        let end = 86_400.0
        #expect(averages.deadline == instant(end + 4096))
        let early = averages.takeOver(now: instant(end + 4095))
        #expect(early == nil)
        let taken = averages.takeOver(now: instant(end + 4096))
        let first = try #require(taken)
        #expect(averages.deadline == instant(end + 8192))
        let final = averages.takeOver(now: instant(end + 20_000))
        let last = try #require(final)
        #expect(averages.deadline == nil)
        #expect((last.ppm - 10).magnitude < (first.ppm - 10).magnitude, "\(first.ppm), then \(last.ppm)")
        #expect((last.ppm - 10).magnitude < 0.1, "\(last.ppm)")
    }

    @Test func `aren't used before they have seen as much time`() {
        var averages = FallbackFrequencies(exponents: 12...12)
        for minute in 0...60 { averages.note(Frequency(ppm: 10), now: instant(Double(minute) * 60)) }
        let taken = averages.takeOver(now: instant(100_000))
        #expect(taken == nil)
    }

    @Test func `begin anew with an update`() {
        var averages = trained(12...13)
        _ = averages.takeOver(now: instant(100_000))
        averages.note(Frequency(ppm: 10), now: instant(200_000))
        #expect(averages.deadline == instant(204_096))
    }
}
