// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPServer
internal import NTPSystem

extension SmoothingConfiguration {
    var options: TimeSmoothing.Options {
        TimeSmoothing.Options(
            maximumFrequency: maximumFrequencyPPM * 1e-6, maximumWander: maximumWanderPPM * 1e-6,
            onlyLeapSeconds: onlyLeapSeconds)
    }
}

extension ReferenceID {
    /// The served time isn't the true one, on purpose: 127.127.1.255, which monitoring tools know by this number.
    static let smoothed = ReferenceID(bits: 0x7F7F_01FF)
}

/// The served time, smoothed for its clients.
extension Daemon {
    /// How often the line that is served is made anew, in seconds: what is smoothed changes along a parabola.
    private static var renewalInterval: Double { 1 }

    /// The time by which corrections are smoothed: the served one without any of them.
    ///
    /// Not the monotonic clock, which is slewed together with the system's: what is smoothed meanwhile would be wrong
    /// by as much.
    var smoothingTime: MonotonicInstant {
        let date = clock.now
        let offset = synchronizer.pendingOffset(at: date) + synchronizer.monotonic.offset
        return MonotonicInstant(nanoseconds: 0).advanced(by: date.seconds(since: smoothingOrigin) + offset)
    }

    /// When the served time has to follow its parabola; nil while there is none.
    var smoothingDeadline: MonotonicInstant? {
        guard let smoother, smoother.state(at: smoothingTime).remaining > 0 else { return nil }
        return smoothingRenewed.advanced(by: Self.renewalInterval)
    }

    /// Serves the true time: the clock was moved, for everybody to see.
    mutating func resetSmoothing() {
        let now = smoothingTime
        smoother?.reset(at: now)
    }

    mutating func renewSmoothing(now: MonotonicInstant) {
        guard let deadline = smoothingDeadline, deadline <= now else { return }
        smoothingRenewed = now
        publishTime()
    }

    /// What clients are told: that the time is smoothed, and nothing of a leap second that they aren't to see.
    func served(_ tracking: Tracking) -> Tracking {
        guard let smoother, tracking.isSynchronized else { return tracking }
        var told = tracking
        if configuration.leapSeconds.mode == .slew, told.leap.correction != nil { told.leap = .none }
        let precision = Double(sign: .plus, exponent: Int(clock.precision), significand: 1)
        if smoother.state(at: smoothingTime).offset.magnitude > precision {
            told.referenceID = .smoothed
        }
        return told
    }

    /// Takes an update of the true time out of the served one.
    mutating func smoothCorrection() {
        guard smoother != nil else { return }
        let now = smoothingTime
        let (timescale, frequency) = (synchronizer.monotonic, synchronizer.servedFrequency)
        defer { (smoothedTime, smoothedFrequency) = (timescale, frequency) }
        let tracking = synchronizer.tracking
        if tracking.isSynchronized { smoother?.noteSkew(tracking.skew, at: now) }
        guard timescale.epoch == smoothedTime.epoch else {
            smoother?.reset(at: now)
            return
        }
        guard smoother?.options.onlyLeapSeconds == false else { return }
        smoother?.trueTimeCorrected(
            offset: smoothedTime.offset - timescale.offset,
            frequency: (frequency - smoothedFrequency) / (1 + smoothedFrequency), at: now)
    }

    /// The same with a leap second, which is all of it with `leaponly`.
    mutating func smoothLeapSecond(of seconds: Double) {
        // A step is for everybody to see.
        guard smoother != nil, synchronizer.leapSecondMode == .slew else { return }
        if smoother?.options.onlyLeapSeconds == true {
            let now = smoothingTime
            smoother?.trueTimeCorrected(offset: seconds, frequency: 0, at: now)
        } else {
            smoothCorrection()
        }
        publishState()
    }

    func smoothing() throws(ControlStatus) -> SmoothingReport {
        guard let smoother else { throw .notEnabled }
        let now = smoothingTime
        let state = smoother.state(at: now)
        var report = SmoothingReport()
        report.isActive = smoother.isActive
        report.isForLeapSecondsOnly = smoother.options.onlyLeapSeconds
        report.offset = state.offset
        report.frequency = state.frequency
        report.wander = state.wander
        report.updateAge = smoother.start.map { now.seconds(since: $0) } ?? 0
        report.remaining = state.remaining
        return report
    }

    mutating func smoothTime(_ operation: SmoothTimeOperation) throws(ControlStatus) {
        guard smoother != nil else { throw .notEnabled }
        let now = smoothingTime
        switch operation {
        case .reset: smoother?.reset(at: now)
        case .activate: smoother?.activate(at: now)
        }
        log.info("Smoothing of the served time \(operation == .reset ? "reset" : "activated") by a command")
        publishState()
    }
}
