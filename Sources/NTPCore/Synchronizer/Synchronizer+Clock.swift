// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Synchronizer {
    /// Takes note of what happened to the clock: by a command of ours, or by somebody else.
    @specialized(where Algorithm == StandardAlgorithm)
    public mutating func clockChanged(_ change: ClockChange) {
        history.apply(change)
        switch change {
        case .frequency:
            break
        case .step(let offset):
            noteStep(by: offset)
        case .leapSecond(let offset, let date):
            leapSecondPassed(by: offset.seconds, at: date)
            noteStep(by: offset)
        case .unknownStep(let date):
            forgetMeasurements()
            // That no source is left until they have answered anew is no news.
            standing = .starting
            tracking.referenceTime = min(tracking.referenceTime, date)
            local.restarted(at: date)
        }
    }

    private mutating func noteStep(by offset: NTPDuration) {
        for index in sources.indices { sources[index].stepped(by: offset) }
        target?.stepped(by: offset)
        latestStandard = nil
        tracking.referenceTime = tracking.referenceTime + offset
        local.stepped(by: offset)
    }

    /// The frequency at which the clock runs now, slews included.
    public var clockFrequency: Frequency {
        history.frequency
    }

    /// By how much the time that is served runs faster than the undisciplined clock, in s/s.
    public var servedFrequency: Double {
        target?.frequency ?? history.frequency.ratio
    }

    /// What is still to be made up for, in seconds, when the clock reads `date`; positive: it must gain.
    ///
    /// Added to the clock's reading, it gives the best estimate of true time there is.
    @specialized(where Algorithm == StandardAlgorithm)
    public func pendingOffset(at date: NTPDate) -> Double {
        guard let target else { return 0 }
        let state = clockState(at: date)
        return target.offset(at: state.time) - state.correction
    }

    /// What is to be told to others when the clock reads `date`: `tracking`, or the local reference in its place.
    public func tracking(at date: NTPDate) -> Tracking {
        var told = tracking
        if told.leap.correction != nil, !LeapSecondDay.contains(date) { told.leap = .none }
        // Others set their clocks by what ours reads, not by what it is being slewed to.
        if told.isSynchronized { told.rootDispersion += pendingOffset(at: date).magnitude }
        return local.applied(to: told, at: date)
    }

    /// What the kernel is to be told when the clock reads `date`.
    public func clockStatus(at date: NTPDate) -> ClockStatus {
        clockStatus(at: date, pending: pendingOffset(at: date))
    }

    /// - Parameter pending: What is still to be made up for, in seconds.
    func clockStatus(at date: NTPDate, pending: Double) -> ClockStatus {
        ClockStatus(
            leap: tracking.leap, estimatedError: tracking.offsetDeviation + pending.magnitude,
            maximumError: tracking.rootDistance(at: date) + pending.magnitude)
    }

    /// How the local clock stands to the free-running one when it reads `date`.
    public func clockState(at date: NTPDate) -> ClockState {
        ClockState(
            time: history.freeRunning(at: date), correction: history.correction(at: date),
            frequency: history.frequency)
    }

    /// A slew is over: either its offset is gone, or a late timer has left some of it, which is slewed once more.
    mutating func continueSlew(now: MonotonicInstant, date: NTPDate) -> Frequency {
        let pending = pendingOffset(at: date)
        // Less than the offset's own error isn't worth a change of the frequency.
        guard pending.magnitude > max(options.precision, tracking.offsetDeviation) else {
            return slew.finish()
        }
        return slew.begin(Correction(frequency: slew.base, offset: pending, duration: 0), now: now)
    }
}
