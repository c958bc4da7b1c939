// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Testing

@testable import NTPDaemon

@Suite struct `A real-time clock` {
    @Test func `is measured at its ticks, and its gain found`() throws {
        var rtc = TrackedRTC(ahead: -0.7, gain: 40e-6)
        try rtc.run(3600)
        let coefficients = try #require(rtc.tracker.model.coefficients)
        let truth = rtc.clock.reading - rtc.clock.time
        #expect((coefficients.ahead(at: rtc.clock.date) - truth).magnitude < 1e-4)
        #expect((coefficients.gain - 40e-6).magnitude < 1e-6, "\(coefficients.gain)")
        #expect(rtc.measurements.count >= 8)
        let last = try #require(rtc.measurements.last)
        #expect((last.ahead - (last.foreseen ?? 0)).magnitude < 1e-3)
        #expect(!rtc.clock.isTicking)
    }

    @Test func `is left alone while nobody knows the time`() throws {
        var rtc = TrackedRTC(ahead: 5, gain: 0)
        rtc.isSynchronized = false
        try rtc.run(600)
        #expect(rtc.measurements == [])
        rtc.isSynchronized = true
        try rtc.run(600)
        #expect(!rtc.measurements.isEmpty)
    }

    @Test func `is set at the beginning of a second by a command`() throws {
        var rtc = TrackedRTC(ahead: 5, gain: 0)
        try rtc.run(100)
        rtc.set()
        try rtc.run(2)
        #expect(
            (rtc.clock.reading - rtc.clock.time).magnitude < 1e-3, "\(rtc.clock.reading - rtc.clock.time)")
        try rtc.run(100)
        #expect(rtc.tracker.model.coefficients?.ahead.magnitude ?? 1 < 1e-3)
    }

    @Test func `is set by itself when its error is beyond the threshold, and not before`() throws {
        var rtc = TrackedRTC(ahead: 1.5, gain: 100e-6, trimThreshold: 2)
        try rtc.run(2000)
        #expect(rtc.clock.reading - rtc.clock.time > 1.6)
        try rtc.run(6000)
        #expect(rtc.clock.reading - rtc.clock.time < 1)
    }

    @Test func `that somebody else has set is measured anew`() throws {
        var rtc = TrackedRTC(ahead: 5, gain: 0)
        try rtc.run(600)
        rtc.clock.set(Int64(rtc.clock.time) + 100)
        try rtc.run(1100)
        #expect(rtc.tracker.model.coefficients == nil || rtc.tracker.model.coefficients!.ahead > 90)
        #expect(rtc.measurements.last?.ahead ?? 0 > 90)
    }

    @Test func `that has no ticks is said to have none`() {
        var rtc = TrackedRTC(ahead: 5, gain: 0)
        rtc.clock.refusal = SystemError(code: 25, operation: "switch the ticks of", object: "/dev/rtc")
        #expect(throws: SystemError.self) { try rtc.run(60) }
    }
}

@Suite struct `A file of the real-time clock` {
    @Test func `is written as it is read`() throws {
        let path = "/tmp/ntpd-rtc-\(UInt32.random(in: 0 ... .max))"
        defer { AtomicFile.remove(path) }
        let file = RTCFile(path: path)
        #expect(try file.read() == nil)
        try file.write(
            RTCCoefficients(
                reference: NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 500_000_000), ahead: -0.251,
                gain: -37.948e-6))
        let read = try #require(try file.read())
        #expect(read.reference == NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0))
        #expect((read.ahead + 0.250981).magnitude < 1e-9)
        #expect((read.gain + 37.948e-6).magnitude < 1e-12)
    }

    @Test(arguments: [
        "", "1 1800000000 -0.251000 -37.948", "0 1800000000 0 0\n", "1 1800000000 nan 0\n",
        "1 1800000000 0 1001\n",
        "1 -5 0 0\n", "1 1800000000 0\n", "1 99999999999999999 0 0\n", "garbage\n",
    ])
    func `is refused when it is torn or absurd`(text: String) {
        #expect(RTCFile.parse(text) == nil)
    }
}

@Suite struct `A start by the real-time clock` {
    private func date(_ seconds: Int64) -> NTPDate { NTPDate(unixSeconds: seconds, nanoseconds: 0) }

    @Test func `corrects what it shows by what was known of it`() {
        let coefficients = RTCCoefficients(reference: date(1_800_000_000), ahead: 2, gain: 50e-6)
        // A day and two seconds later by its own count; by then it is 4.32 s more ahead.
        let start = RTCStart.time(
            reading: date(1_800_086_402), coefficients: coefficients, driftFile: date(1_700_000_000),
            now: date(0))
        #expect(start?.origin == .realTimeClock)
        let error = start.map { $0.time.seconds(since: date(1_800_086_395)) - 0.68 } ?? 1
        #expect(error.magnitude < 1e-3, "\(error)")
    }

    @Test func `is by the drift file where no clock has a battery`() {
        let start = RTCStart.time(
            reading: date(0), coefficients: nil, driftFile: date(1_800_000_000), now: date(5))
        #expect(start?.origin == .driftFile && start?.time == date(1_800_000_000))
        let without = RTCStart.time(
            reading: nil, coefficients: nil, driftFile: date(1_800_000_000), now: date(5))
        #expect(without?.origin == .driftFile)
    }

    @Test func `isn't made from nothing`() {
        let start = RTCStart.time(reading: nil, coefficients: nil, driftFile: date(5), now: date(10))
        #expect(start == nil)
    }

    @Test(
        arguments: [
            ("0.0 0 0\n0\nUTC\n", true), ("0.0 0 0.0\n0\nLOCAL\n", false), ("0.0 0 0\n0\n", nil), ("", nil),
        ] as [(String, Bool?)])
    func `asks hwclock's file what the hands mean`(text: String, isUTC: Bool?) {
        #expect(RealTimeClockConfiguration.keepsUTC(adjtime: text) == isUTC)
    }
}
