// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

extension Daemon {
    /// When the bound is to be renewed; nil when it isn't told.
    var boundDeadline: MonotonicInstant? {
        switch bounds {
        case .some(let publisher): publisher.deadline
        case .none: nil
        }
    }

    /// Tells other processes how wrong the system's clock can be. To be called whenever it is made to run otherwise.
    ///
    /// Starts anew when the machine was moved or restored: its clock may be anywhere.
    mutating func publishBound(now: MonotonicInstant) {
        if bounds?.takeDisruption() == true {
            log.warning("The machine was moved or restored, says its VMClock; measuring anew")
            // Which tells, too: that nobody knows the time.
            return measureAnew(now: now)
        }
        // Read first: if the bound is a little newer than its time, it has grown a little too much.
        let stamp = RealtimeClock.now
        let served = servedTime(from: stamp)
        let bound = synchronizer.errorBound(
            at: clock.date(ofStamp: stamp), correction: served.correction(at: stamp), rate: served.rate)
        bounds?.publish(bound, isReached: synchronizer.isAnySourceReachable, now: now)
    }
}
