// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPSystem

@Suite struct `A device of a reference clock` {
    @Test func `is named when it isn't there`() {
        let pulses = #expect(throws: SystemError.self) { try PulseDevice("/nowhere/pps", edge: .assert) }
        #expect(pulses?.isNotFound == true)
        let clock = #expect(throws: SystemError.self) { try HardwareClock("/nowhere/ptp") }
        #expect(clock?.object == "/nowhere/ptp")
        #expect(throws: SystemError.self) { try RTCClock("/nowhere/rtc", zone: .utc) }
    }

    @Test func `is told from what has its path and is none`() {
        let pulses = #expect(throws: SystemError.self) { try PulseDevice("/dev/null", edge: .clear) }
        #expect(pulses?.remedy == "it is no device of pulses")
        let clock = #expect(throws: SystemError.self) { try HardwareClock("/dev/null") }
        #expect(clock?.remedy == "it is no PTP hardware clock")
        #expect(throws: SystemError.self) { try RTCClock("/dev/null", zone: .utc) }
        let input = HardwareClock.Input(pin: 0, channel: 0)
        #expect(throws: SystemError.self) {
            try HardwarePulses("/dev/null", readsCrosswise: true, input: input)
        }
    }

    @Test func `is read as the mean of the quickest readings in a row`() throws {
        func reading(_ seconds: Double, _ offset: Double, _ dispersion: Double) -> ReferenceClockReading {
            ReferenceClockReading(
                date: .unixEpoch.advanced(by: seconds), offset: offset, dispersion: dispersion)
        }
        let readings = [
            reading(0, 9, 2e-6), reading(1, 3, 1e-6), reading(2, -9, 3e-6), reading(4, 5, 1.05e-6),
        ]
        let mean = try #require(ReferenceClockReading(meanOf: readings))
        #expect(mean.offset == 4 && mean.dispersion == 1e-6)
        #expect(abs(mean.date.seconds(since: .unixEpoch) - 2.5) < 1e-9)
        #expect(ReferenceClockReading(meanOf: []) == nil)
    }

    @Test(arguments: ["lo", "no-interface", String(repeating: "x", count: 100), ""])
    func `isn't found by an interface that has no clock`(interface: String) {
        let error = #expect(throws: SystemError.self) { try HardwareClock.path(ofInterface: interface) }
        #expect(error?.operation == "find the hardware clock of interface")
    }
}

@Suite struct `A pulse that a hardware clock has stamped` {
    private let now = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 10_000)

    /// - Parameter ahead: What the hardware clock reads beyond the system's clock, in seconds.
    private func reading(age: Double, ahead: Double) -> ReferenceClockReading {
        let both = ReferenceClockReading(date: now, offset: ahead, dispersion: 50e-9)
        let pulse = now.advanced(by: ahead).advanced(by: -age)
        return HardwarePulses.reading(ofPulseAt: pulse, by: both)
    }

    @Test(arguments: [0, 37.25, -1_800_000_000.5, 4321.000_001])
    func `came when the system's clock read so much, whatever the hardware clock reads`(ahead: Double) {
        let reading = reading(age: 30e-6, ahead: ahead)
        #expect(reading.isPulse)
        #expect((reading.date.seconds(since: now) + 30e-6).magnitude < 1e-9)
        // Ten microseconds past the second now: the pulse came twenty before it.
        #expect((reading.offset - 20e-6).magnitude < 1e-9)
    }

    @Test func `is the less certain the longer ago it came`() {
        #expect((reading(age: 0, ahead: 5).dispersion - 50e-9).magnitude < 1e-12)
        #expect((reading(age: 0.01, ahead: 5).dispersion - 1.05e-6).magnitude < 1e-9)
    }
}
