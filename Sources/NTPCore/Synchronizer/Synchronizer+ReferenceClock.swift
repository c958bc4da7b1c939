// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Reference clocks among the sources.
extension Synchronizer {
    /// Adds a reference clock, whose first poll interval begins at `start`.
    public mutating func add(
        _ clock: ReferenceClock.Options, estimator: EstimatorOptions = EstimatorOptions(),
        start: MonotonicInstant
    ) -> SourceID {
        var association = AssociationOptions()
        association.minimumPoll = clock.poll
        association.maximumPoll = clock.poll
        association.minimumStratum = clock.stratum
        association.offset = clock.offset
        association.selection = clock.isStandard ? .noselect : clock.selection
        association.referenceID = clock.referenceID
        // Nobody can be between it and us.
        association.isAuthenticated = true
        var estimator = estimator
        estimator.hasPath = false
        let id = add(association, estimator: estimator, start: start.advanced(by: clock.poll.seconds))
        sources[sources.count - 1].referenceClock = ReferenceClock(options: clock)
        return id
    }

    /// Takes in a reading of a reference clock. What comes of it shows when the poll interval is over.
    ///
    /// - Parameters:
    ///   - reading: What the receiver said, and when.
    ///   - id: The source that it is.
    ///   - date: The local clock's reading now.
    public mutating func take(
        _ reading: ReferenceClockReading, from id: SourceID, at date: NTPDate
    ) -> ReadingOutcome {
        guard let index = index(of: id), let clock = sources[index].referenceClock else {
            return .rejected(.unknownClock)
        }
        guard reading.offset.magnitude < ReferenceClockReading.largestOffset, reading.leap != .unsynchronized,
            reading.dispersion.isFinite, reading.dispersion >= 0
        else { return .rejected(.invalid) }
        guard 0...clock.longestAge ~= date.seconds(since: reading.date),
            clock.options.isStandard || !leapSeconds.isNear(reading.date)
        else { return .rejected(.badTime) }

        let correction = history.correction(at: reading.date)
        let precision = clock.options.precision ?? options.precision
        var sample = Sample(
            time: history.freeRunning(at: reading.date),
            offset: reading.offset + sources[index].association.options.offset + correction,
            delay: max(clock.options.delay, 1e-9), dispersion: precision + reading.dispersion)
        let isPulse = reading.isPulse || clock.options.isPulse
        var leap = reading.leap
        if isPulse {
            guard let reference = pulseReference(for: clock, of: sample, at: reading.date),
                let offset = clock.options.pulses.complete(
                    sample.offset, near: reference.offset, error: reference.error)
            else { return .rejected(.ambiguousPulse) }
            sample.offset = offset
            leap = reference.leap
        }
        let sequence = sources[index].referenceClock?.add(sample, leap: leap) ?? 0
        return .taken(
            TakenReading(
                sequence: sequence, isPulse: isPulse, leap: leap, offset: sample.offset - correction,
                dispersion: sample.dispersion))
    }

    /// What is known of the offset of a pulse to the free-running clock, from elsewhere; nil: too little.
    private func pulseReference(
        for clock: ReferenceClock, of pulse: Sample, at date: NTPDate
    ) -> (offset: Double, error: Double, leap: LeapIndicator)? {
        let options = clock.options
        // Of a standard, any second will do, if only it stays the same.
        if options.isStandard { return ((clock.latest ?? pulse).offset, 0, .none) }
        let period = options.pulses.period
        guard let lock = options.lock else {
            let told = tracking(at: date)
            let error = told.rootDistance(at: date)
            guard told.isSynchronized, error < period / 2 else { return nil }
            // Of a local reference, whatever the clock reads is right by definition.
            let pending = tracking.isSynchronized ? pendingOffset(at: date) : 0
            return (
                pending + history.correction(at: date),
                tracking.isSynchronized ? error - pending.magnitude : 0, told.leap
            )
        }
        let clocks = sources.lazy.compactMap(\.referenceClock)
        guard let clock = clocks.first(where: { $0.options.referenceID == lock }), let latest = clock.latest,
            pulse.time.seconds(since: latest.time).magnitude <= Double(options.maximumLockAge) * period
        else { return nil }
        return (latest.offset, latest.dispersion, clock.leap)
    }

    /// Ends a poll interval of a reference clock.
    mutating func pollReferenceClock(
        at index: Int, now: MonotonicInstant, date: NTPDate
    ) -> [SynchronizerAction] {
        let frequency = sources[index].estimate(at: history.freeRunning(at: date))?.frequency
        let sample = sources[index].takeReferenceSample(frequency: frequency ?? discipline.frequency.ratio)
        sources[index].association.closePoll(hasSample: sample != nil, at: now)
        guard var sample else {
            // Nothing else will tell that it has fallen silent.
            let isLost = !sources[index].association.reach.isReachable && sources[index].latestSample != nil
            return isLost ? update(now: now, date: date) : []
        }
        let measuredOffset = sample.offset - served(at: sample.time, date: date)
        sources[index].referenceClock?.measuredOffset = measuredOffset
        sample.offset -= sources[index].explained(at: sample.time)
        add(sample, to: index, date: date)
        let isStandard = sources[index].referenceClock?.options.isStandard == true
        let actions =
            isStandard
            ? followStandard(at: index, now: now, date: date) : update(now: now, date: date)
        return [.replied(sources[index].id)] + actions
    }

    /// By how much the time that is served was ahead of the free-running clock at some time before the local clock's
    /// reading `date`, by what is known now.
    func served(at time: FreeRunningTime, date: NTPDate) -> Double {
        if let target { return target.offset(at: time) }
        let age = history.freeRunning(at: date).seconds(since: time)
        return history.correction(at: date.advanced(by: -age))
    }
}

extension Source {
    /// What the readings of the poll interval come to, if that is later than what came before.
    fileprivate mutating func takeReferenceSample(frequency: Double) -> Sample? {
        guard let sample = referenceClock?.takeSample(frequency: frequency) else { return nil }
        if let latestSample, sample.time <= latestSample.time { return nil }
        return sample
    }
}
