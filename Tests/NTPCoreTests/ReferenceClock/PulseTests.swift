// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `A pulse` {
    @Test(arguments: [0.0, 0.3, 0.5, 0.75, 0.999])
    func `is told by its distance from the nearest second`(fraction: Double) {
        let date = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0).advanced(by: fraction)
        let expected = fraction < 0.5 ? -fraction : 1 - fraction
        #expect((ReferenceClockReading(pulseAt: date).offset - expected).magnitude < 1e-9)
    }

    @Test(arguments: [
        (1, 0.001, 7.0, 7.001), (1, -0.45, 7.6, 7.55), (5, 0.05, 3.1, 3.05), (1, 0.2, -0.1, 0.2),
    ])
    func `belongs to the second that is nearest to what is known`(
        rate: Int, offset: Double, known: Double, completed: Double
    ) throws {
        let result = PulseTrain(rate: rate, width: nil).complete(offset, near: known, error: 0.001)
        #expect(try (#require(result) - completed).magnitude < 1e-9)
    }

    @Test(arguments: [
        (1, 0.0, 0.41, 0.0), (1, 0.0, 0.2, 0.25), (10, 0.0, 0.03, 0.011), (1, 0.0, .infinity, 0.0),
    ])
    func `belongs to none when two are nearly as near`(
        rate: Int, offset: Double, known: Double, error: Double
    ) {
        #expect(PulseTrain(rate: rate, width: nil).complete(offset, near: known, error: error) == nil)
    }

    @Test func `is told from its other edge by its width`() {
        let pulses = PulseTrain(rate: 1, width: 0.2)
        #expect(pulses.complete(0.01, near: 0, error: 0.01) == 0.01)
        // The falling edge, 0.2 s behind.
        #expect(pulses.complete(-0.19, near: 0, error: 0.01) == nil)
    }
}

@Suite struct `The filter of a reference clock` {
    private func sample(_ time: Double, _ offset: Double, dispersion: Double = 1e-6) -> Sample {
        Sample(
            time: FreeRunningTime(bits: 0).advanced(by: time), offset: offset, delay: 1e-9,
            dispersion: dispersion)
    }

    @Test func `gives the mean of the middle, free of what is far off`() throws {
        var filter = ReferenceClockFilter(capacity: 64)
        for number in 0..<9 { filter.add(sample(Double(number), 0.001 + Double(number % 3) * 1e-6)) }
        filter.add(sample(9, 0.5))
        let taken = filter.takeResult(frequency: 0)
        let result = try #require(taken)
        #expect((result.offset - 0.001).magnitude < 3e-6)
    }

    @Test func `takes the clock's own drift for no noise`() throws {
        var filter = ReferenceClockFilter(capacity: 64)
        for number in 0..<16 { filter.add(sample(Double(number), Double(number) * 50e-6)) }
        let taken = filter.takeResult(frequency: 50e-6)
        let result = try #require(taken)
        let time = result.time.seconds(since: FreeRunningTime(bits: 0))
        #expect((result.offset - time * 50e-6).magnitude < 1e-9)
        #expect(result.dispersion < 2e-6)
    }

    @Test(arguments: [(64, 3), (64, 0), (3, 2), (1, 0)])
    func `says nothing with too few`(capacity: Int, count: Int) {
        var filter = ReferenceClockFilter(capacity: capacity)
        for number in 0..<count { filter.add(sample(Double(number), 0)) }
        let result = filter.takeResult(frequency: 0)
        #expect(result == nil)
    }

    @Test func `holds the latest alone, however many come`() throws {
        var filter = ReferenceClockFilter(capacity: 4)
        for number in 0..<1000 { filter.add(sample(Double(number), Double(number))) }
        let taken = filter.takeResult(frequency: 1)
        let result = try #require(taken)
        #expect(result.time.seconds(since: FreeRunningTime(bits: 0)) > 995)
    }

    @Test func `prefers readings that are exact`() throws {
        var filter = ReferenceClockFilter(capacity: 64)
        for number in 0..<4 { filter.add(sample(Double(number), 0.001)) }
        for number in 4..<8 { filter.add(sample(Double(number), 0.1, dispersion: 0.1)) }
        let result = filter.takeResult(frequency: 0)
        #expect(result?.offset == 0.001)
    }
}
