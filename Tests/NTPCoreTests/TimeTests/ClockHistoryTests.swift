// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@Suite struct `Clock history` {
    static let start = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)

    @Test func `agrees with the local clock where it begins`() {
        let history = ClockHistory(frequency: Frequency(ppm: 100), at: Self.start)
        #expect(history.freeRunning(at: Self.start).bits == Self.start.bits)
        #expect(history.correction(at: Self.start) == 0)
    }

    @Test(arguments: [-100_000, -500, -0.001, 0, 0.001, 500, 100_000])
    func `takes the frequency out`(ppm: Double) {
        let history = ClockHistory(frequency: Frequency(ppm: ppm), at: Self.start)
        // A clock that runs (1 + f) times as fast shows (1 + f) · 1000 s after 1000 free-running ones.
        let later = Self.start.advanced(by: 1000 * (1 + ppm * 1e-6))
        let elapsed = history.freeRunning(at: later).seconds(since: history.freeRunning(at: Self.start))
        #expect(abs(elapsed - 1000) < 1e-12)
        #expect(abs(history.correction(at: later) - 1000 * ppm * 1e-6) < 1e-12)
    }

    @Test func `converts a reading by the frequency that was in force then`() {
        var history = ClockHistory(frequency: .zero, at: Self.start)
        let (sent, received) = (Self.start.advanced(by: 9.5), Self.start.advanced(by: 10.5))
        let before = history.freeRunning(at: sent)
        history.apply(.frequency(Frequency(ratio: 0.1), at: Self.start.advanced(by: 10)))
        #expect(history.freeRunning(at: sent) == before)
        let flight = history.freeRunning(at: received).seconds(since: before)
        #expect(abs(flight - (0.5 + 0.5 / 1.1)) < 1e-15)
    }

    @Test func `keeps requests in flight exact over the last seven changes`() {
        var history = ClockHistory(frequency: .zero, at: Self.start)
        let sent = Self.start.advanced(by: 0.25)
        let before = history.freeRunning(at: sent)
        for change in 1...7 {
            let frequency = Frequency(ppm: Double(change) * 1000)
            history.apply(.frequency(frequency, at: Self.start.advanced(by: Double(change))))
        }
        #expect(history.freeRunning(at: sent) == before)
    }

    @Test(arguments: [-0.5, 0.5, -1e9, 1e9])
    func `moves both clocks when one is stepped`(offset: Double) {
        var history = ClockHistory(frequency: Frequency(ppm: 50), at: Self.start)
        let reading = Self.start.advanced(by: 100)
        let (freeRunning, correction) = (history.freeRunning(at: reading), history.correction(at: reading))
        let step = NTPDuration(saturating: offset)
        history.apply(.step(step))
        #expect(history.freeRunning(at: reading + step) == freeRunning + step)
        #expect(history.correction(at: reading + step) == correction)
    }

    @Test func `starts anew after a step of unknown size, at the same frequency`() {
        var history = ClockHistory(frequency: Frequency(ppm: 50), at: Self.start)
        let date = Self.start.advanced(by: -1e6)
        history.apply(.unknownStep(to: date))
        #expect(history.freeRunning(at: date).bits == date.bits)
        #expect(history.frequency == Frequency(ppm: 50))
    }

    /// Ten thousand changes of up to ±10 %, against the same sums in exact integers.
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `gathers less than a nanosecond of error in 10,000 changes`(seed: UInt64) {
        var generator = TestGenerator(seed: seed)
        var history = ClockHistory(frequency: .zero, at: Self.start)
        // Frequencies of n / 1024 and free-running intervals of m · 1024 units make every reading exact.
        var (local, freeRunning) = (Self.start.bits, Self.start.bits)
        var numerator: Int128 = 0
        for _ in 0..<10_000 {
            let units = Int128(generator.next() >> 1)
            local += units * (1024 + numerator)
            freeRunning += units * 1024
            numerator = Int128(Int.random(in: -102...102, using: &generator))
            let frequency = Frequency(ratio: Double(numerator) / 1024)
            history.apply(.frequency(frequency, at: NTPDate(bits: local)))
        }
        let error = history.freeRunning(at: NTPDate(bits: local)).seconds(
            since: FreeRunningTime(bits: freeRunning))
        #expect(abs(error) < 1e-9, "after \(Double(local - Self.start.bits) * 0x1p-64) s")
    }
}
