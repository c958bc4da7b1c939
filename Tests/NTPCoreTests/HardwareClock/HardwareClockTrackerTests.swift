// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@Suite struct `A network card's clock` {
    @Test func `is tracked through drift and noise to a fraction of the noise, within its bound`() throws {
        var card = Card(frequency: 12e-6, noise: 400e-9)
        card.readings(20)
        let line = try #require(card.timeline)
        // A stamp of half a second later.
        let stamp = card.reads(at: card.now + 0.5)
        let error = line.date(of: stamp).seconds(since: card.date(card.now + 0.5))
        #expect(error.magnitude < 400e-9, "\(error)")
        #expect(error.magnitude < line.errorBound(at: stamp))
        let frequency = try #require(card.tracker.frequency)
        #expect((frequency - 12e-6).magnitude < 100e-9, "\(frequency)")
    }

    @Test(arguments: [0.0, 1.8e9, -3e9])
    func `may count from any date without losing a nanosecond`(ahead: Double) throws {
        var card = Card(frequency: 0, noise: 0)
        card.ahead = ahead
        card.readings(4)
        let line = try #require(card.timeline)
        let error = line.date(of: card.reads(at: card.now)).seconds(since: card.date(card.now))
        #expect(error.magnitude < 1e-9, "\(error)")
    }

    @Test func `isn't known by fewer than three readings`() {
        var card = Card(frequency: 0, noise: 0)
        card.readings(2)
        #expect(card.timeline == nil)
        card.readings(1)
        #expect(card.timeline != nil)
    }

    @Test(arguments: [37.0, -0.001, 50e-6])
    func `that somebody sets is measured anew`(step: Double) throws {
        var card = Card(frequency: 5e-6, noise: 200e-9)
        card.readings(10)
        card.ahead += step
        let verdict = card.read()
        guard case .moved(let error) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect((error - step).magnitude < 5e-6, "\(error)")
        #expect(card.timeline == nil)
        card.readings(3)
        let line = try #require(card.timeline)
        let now = line.date(of: card.reads(at: card.now)).seconds(since: card.date(card.now))
        #expect(now.magnitude < 1e-6, "\(now)")
    }

    @Test func `that changes its frequency is followed`() throws {
        var card = Card(frequency: 5e-6, noise: 200e-9)
        card.readings(16)
        // As when the temperature changes, and nobody sets anything.
        card.change(frequency: 5.2e-6)
        var verdicts: [HardwareClockTracker.Verdict] = []
        for _ in 0..<20 { verdicts.append(card.read()) }
        #expect(verdicts.allSatisfy { $0 == .fits })
        let frequency = try #require(card.tracker.frequency)
        #expect((frequency - 5.2e-6).magnitude < 100e-9, "\(frequency)")
    }

    @Test func `is told by a local clock that is being slewed`() throws {
        var card = Card(frequency: 5e-6, noise: 0)
        card.readings(10)
        // The local clock runs 10 % faster from now on: 83333 ppm is what chrony slews by.
        let slew = Frequency(ratio: 0.1)
        var history = ClockHistory(frequency: .zero, at: card.date(0))
        let start = card.date(card.now)
        history.apply(.frequency(slew, at: start))
        let line = try #require(card.tracker.timeline(at: start) { history.freeRunning(at: $0) })
        // Half a second of the oscillator later.
        let date = line.date(of: card.reads(at: card.now + 0.5))
        let error = date.seconds(since: start) - 0.5 * 1.1
        #expect(error.magnitude < 1e-9, "\(error)")
    }
}

/// A card's clock beside an oscillator that runs true, by the seconds of which things happen.
private struct Card {
    var frequency: Double
    var noise: Double
    var ahead = 0.25
    var now = 0.0
    var tracker = HardwareClockTracker()
    private var generator = TestGenerator.stream(42)

    init(frequency: Double, noise: Double) {
        self.frequency = frequency
        self.noise = noise
    }

    func date(_ seconds: Double) -> NTPDate {
        NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0).advanced(by: seconds)
    }

    func reads(at seconds: Double) -> NTPDate {
        date(seconds).advanced(by: ahead).advanced(by: frequency * seconds)
    }

    mutating func change(frequency new: Double) {
        ahead += (frequency - new) * now
        frequency = new
    }

    mutating func readings(_ count: Int) {
        for _ in 0..<count { _ = read() }
    }

    /// Between two readings of the local clock, of which either may have taken longer.
    mutating func read() -> HardwareClockTracker.Verdict {
        now += 1
        let (there, back) = (noise * generator.uniform(), noise * generator.uniform())
        let reading = HardwareClockReading(
            before: date(now - there), clock: reads(at: now), after: date(now + back))
        return tracker.add(reading, at: FreeRunningTime(bits: reading.date.bits))
    }

    var timeline: HardwareTimeline? {
        tracker.timeline(at: date(now)) { FreeRunningTime(bits: $0.bits) }
    }
}
