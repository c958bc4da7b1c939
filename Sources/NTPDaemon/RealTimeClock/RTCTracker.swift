// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Watches the real-time clock: `rtcfile`, `rtcautotrim`, `rtcdata`, `trimrtc` and `writertc`.
///
/// It shows whole seconds, so it is read when it tells that it has just counted one.
struct RTCTracker {
    /// What was seen of the clock.
    struct Measurement: Hashable {
        /// The true time, by which the real-time clock was ahead by so much, and what had been foreseen, in seconds.
        var time: NTPDate
        var ahead: Double
        var foreseen: Double?
        /// The time since the measurement before, as intended, in seconds.
        var interval: Double
    }

    private enum Phase {
        case resting(until: MonotonicInstant)
        /// The first tick may be left over from whatever was before.
        case ticking(until: MonotonicInstant, hasTicked: Bool)
        case settingSoon(at: MonotonicInstant)
    }

    /// Between measurements, in seconds: often at first, for a gain to be found.
    private static let (shortestInterval, longestInterval) = (15.0, 960.0)
    /// A tick that doesn't come within so many seconds doesn't come.
    private static let patience = 5.0
    /// As the device has it: nothing is set more exactly, in seconds.
    private static let smallestThreshold = 1.0

    private let clock: any RTCPort
    private let threshold: Double?
    private(set) var model = RTCModel()
    private var phase: Phase
    private var interval = shortestInterval
    let file: RTCFile

    init(_ clock: any RTCPort, file: RTCFile, trimThreshold: Double?, now: MonotonicInstant) {
        self.clock = clock
        self.file = file
        threshold = trimThreshold.map { max($0, Self.smallestThreshold) }
        phase = .resting(until: now)
    }

    var descriptor: Int32 { clock.descriptor }

    var deadline: MonotonicInstant {
        switch phase {
        case .resting(let until), .ticking(let until, _), .settingSoon(let until): until
        }
    }

    /// Does what is due.
    ///
    /// - Parameter time: The true time; nil while nobody knows it.
    /// - Throws: What the device refuses; it is left alone for a while then.
    mutating func timerFired(now: MonotonicInstant, time: NTPDate?) throws(SystemError) {
        guard deadline <= now else { return }
        switch phase {
        case .resting:
            rest(now)
            guard time != nil else { return }
            try clock.setTicking(true)
            phase = .ticking(until: now.advanced(by: Self.patience), hasTicked: false)
        case .ticking:
            rest(now)
            try clock.setTicking(false)
        case .settingSoon:
            rest(now)
            guard let time else { return }
            model.reset()
            interval = Self.shortestInterval
            try clock.set(time.advanced(by: 0.5).unixTime.seconds)
        }
    }

    /// Takes in what the device has to say.
    ///
    /// - Returns: What was measured, if anything was.
    mutating func receive(now: MonotonicInstant, time: NTPDate?) throws(SystemError) -> Measurement? {
        guard try clock.takeTick(), case .ticking(let until, let hasTicked) = phase else { return nil }
        guard hasTicked else {
            phase = .ticking(until: until, hasTicked: true)
            return nil
        }
        let reading = try clock.read()
        rest(now)
        try clock.setTicking(false)
        guard let time, let reading else { return nil }
        let ahead = NTPDate(unixSeconds: reading, nanoseconds: 0).seconds(since: time)
        let measurement = Measurement(
            time: time, ahead: ahead, foreseen: model.coefficients?.ahead(at: time), interval: interval)
        model.add(ahead, at: time)
        if model.count > 8 { interval = min(interval * 2, Self.longestInterval) }
        rest(now)
        if let threshold, let error = model.coefficients?.ahead(at: time), error.magnitude > threshold {
            set(now: now, time: time)
        }
        return measurement
    }

    /// Has the clock set right at the beginning of the next second.
    mutating func set(now: MonotonicInstant, time: NTPDate) {
        let part = Double(time.unixTime.nanoseconds) * 1e-9
        phase = .settingSoon(at: now.advanced(by: 1 - part))
    }

    private mutating func rest(_ now: MonotonicInstant) {
        phase = .resting(until: now.advanced(by: interval))
    }
}
