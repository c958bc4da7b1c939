// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPSystem

/// The battery-backed clock, which is compared with true time, and set by it.
extension Daemon {
    /// Nil while nobody vouches for it.
    private var trueTime: NTPDate? {
        let date = clock.now
        return synchronizer.tracking.isSynchronized
            ? date.advanced(by: synchronizer.pendingOffset(at: date)) : nil
    }

    mutating func watchRealTimeClock(now: MonotonicInstant) {
        let time = trueTime
        do {
            try realTimeClock?.timerFired(now: now, time: time)
        } catch {
            complainOfRealTimeClock("\(error)")
        }
    }

    /// To be called when its descriptor is readable.
    mutating func measureRealTimeClock() {
        let time = trueTime
        do {
            let measurement = try realTimeClock?.receive(now: MonotonicClock.now, time: time)
            guard let measurement, let model = realTimeClock?.model else { return }
            files.note(measurement, model)
        } catch {
            complainOfRealTimeClock("\(error)")
        }
    }

    /// Says once what is wrong with it.
    private mutating func complainOfRealTimeClock(_ text: String) {
        guard realTimeClockComplaint != text else { return }
        realTimeClockComplaint = text
        log.warning("Real-time clock: \(text)")
    }

    func rtc() throws(ControlStatus) -> RTCReport {
        guard let model = realTimeClock?.model else { throw .noRTC }
        var report = RTCReport()
        report.samples = UInt16(clamping: model.count)
        report.runs = UInt16(clamping: model.runs)
        report.span = UInt32(seconds: model.span)
        if let coefficients = model.coefficients {
            report.referenceTime = coefficients.reference
            report.ahead = coefficients.ahead
            report.gain = coefficients.gain
        }
        return report
    }

    mutating func setRealTimeClock() throws(ControlStatus) {
        guard realTimeClock != nil else { throw .noRTC }
        guard let time = trueTime else { throw .failed }
        log.info("Real-time clock set by a command")
        realTimeClock?.set(now: MonotonicClock.now, time: time)
    }

    func keepRealTimeClock() throws(ControlStatus) {
        guard let realTimeClock else { throw .noRTC }
        // What isn't known can't be kept; what the file holds may still be right.
        guard let coefficients = realTimeClock.model.coefficients else { return }
        do {
            try realTimeClock.file.write(coefficients)
        } catch {
            log.error("Real-time clock: \(error)")
            throw .badRTCFile
        }
    }
}
