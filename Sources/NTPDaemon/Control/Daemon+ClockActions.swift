// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPSystem

/// Orders about the clock.
extension Daemon {
    /// Steps away what is still to be slewed.
    ///
    /// - Throws: When the system's clock is left alone and nothing is known that the served time could be brought to.
    mutating func stepClock() throws(ControlStatus) {
        guard clock.isSystem || synchronizer.tracking.isSynchronized else { throw .failed }
        let now = MonotonicClock.now
        perform(synchronizer.stepPending(now: now, date: clock.now), now: now)
        publishState()
    }

    mutating func setStepPolicy(limit: Int32, threshold: Double) throws(ControlStatus) {
        guard threshold.isFinite, threshold >= 0 else { throw .invalid }
        synchronizer.setStepPolicy(
            StepPolicy(threshold: threshold, limit: limit < 0 ? .always : .updates(Int(limit))))
    }

    mutating func adjustFrequency(by frequency: Double) throws(ControlStatus) {
        let change = Frequency(ratio: frequency)
        log.info("Frequency changed by \(Text.fixed(-change.ppm, decimals: 3)) ppm by a command")
        let now = MonotonicClock.now
        perform(synchronizer.adjustFrequency(by: change, now: now, date: clock.now), now: now)
    }

    mutating func adjustOffset(by offset: Double) throws(ControlStatus) {
        log.info("Clock slewed by \(Text.fixed(offset, decimals: 9)) seconds by a command")
        let now = MonotonicClock.now
        perform(synchronizer.adjustOffset(by: offset, now: now, date: clock.now), now: now)
    }

    mutating func setMaximumUpdateSkew(_ skew: Double) throws(ControlStatus) {
        guard skew.isFinite, skew >= 0 else { throw .invalid }
        var algorithm = synchronizer.algorithm
        algorithm.maximumUpdateSkew = skew
        synchronizer.reconfigure(algorithm)
    }

    mutating func setLocalReference(_ reference: NTPControl.LocalReference?) throws(ControlStatus) {
        synchronizer.setLocalReference(try reference?.checked)
        log.info("Local reference \(reference == nil ? "disabled" : "enabled") by a command")
        publishState()
    }
}

extension NTPControl.LocalReference {
    /// What the synchronizer takes of it.
    ///
    /// - Throws: `.invalid` for values that a configuration couldn't have.
    fileprivate var checked: LocalReferenceOptions {
        get throws(ControlStatus) {
            let times = [distance, activate, waitSynchronized, waitUnsynchronized]
            guard 1...15 ~= stratum, times.allSatisfy({ $0.isFinite && $0 >= 0 }) else { throw .invalid }
            var options = LocalReferenceOptions(
                stratum: UInt8(stratum), distance: distance, isOrphan: orphan)
            options.activationDistance = activate > 0 ? activate : nil
            options.waitSynchronized = waitSynchronized
            options.waitUnsynchronized = waitUnsynchronized
            return options
        }
    }
}
