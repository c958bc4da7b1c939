// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem

@testable import NTPDaemon

/// A battery-backed clock in a test, which gains time, ticks when it is asked to, and can be set.
final class SimulatedRTC: RTCPort {
    /// True time in seconds since 1970.
    var time: Double
    private var gain: Double
    private var setAt: Double
    private var shown: Double
    private(set) var isTicking = false
    private var seen: Int64?
    var refusal: SystemError?

    init(time: Double, ahead: Double, gain: Double) {
        self.time = time
        self.gain = gain
        setAt = time
        shown = time + ahead
    }

    let descriptor: Int32 = -1
    var reading: Double { shown + (time - setAt) * (1 + gain) }
    var date: NTPDate { NTPDate(unixSeconds: 0, nanoseconds: 0).advanced(by: time) }

    /// How long until it counts a second.
    var untilTick: Double { (reading.rounded(.down) + 1 - reading) / (1 + gain) + 1e-7 }

    func setTicking(_ on: Bool) throws(SystemError) {
        if let refusal { throw refusal }
        isTicking = on
        seen = Int64(reading.rounded(.down))
    }

    func takeTick() -> Bool {
        let now = Int64(reading.rounded(.down))
        defer { seen = now }
        return isTicking && now != seen
    }

    func read() -> Int64? { Int64(reading.rounded(.down)) }

    func set(_ seconds: Int64) {
        setAt = time
        shown = Double(seconds)
    }
}

/// A tracker with such a clock.
struct TrackedRTC {
    let clock: SimulatedRTC
    var tracker: RTCTracker
    private(set) var measurements: [RTCTracker.Measurement] = []
    var isSynchronized = true

    init(ahead: Double, gain: Double, trimThreshold: Double? = nil) {
        clock = SimulatedRTC(time: 1_800_000_000.25, ahead: ahead, gain: gain)
        tracker = RTCTracker(
            clock, file: RTCFile(path: "/dev/null"), trimThreshold: trimThreshold,
            now: MonotonicInstant(nanoseconds: 1_800_000_000_250_000_000))
    }

    private var now: MonotonicInstant { MonotonicInstant(nanoseconds: Int64(clock.time * 1e9)) }

    /// Lets time pass, with everything that is due.
    mutating func run(_ seconds: Double) throws {
        let end = clock.time + seconds
        while clock.time < end {
            let due = Double(tracker.deadline.nanoseconds) * 1e-9
            let next = clock.isTicking ? min(due, clock.time + clock.untilTick) : due
            clock.time = max(clock.time + 1e-6, min(next, end))
            let time = isSynchronized ? clock.date : nil
            if clock.isTicking, let found = try tracker.receive(now: now, time: time) {
                measurements.append(found)
            }
            try tracker.timerFired(now: now, time: time)
        }
    }

    mutating func set() {
        tracker.set(now: now, time: clock.date)
    }
}
