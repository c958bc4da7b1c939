// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What an operator may change while the synchronizer works.
extension Synchronizer {
    /// How a source is asked and judged; nil when there is no such source.
    public func options(of id: SourceID) -> AssociationOptions? {
        index(of: id).map { sources[$0].association.options }
    }

    /// Asks and judges a source by other options from now on.
    ///
    /// Whether it is online, and in a burst, stays as it is.
    public mutating func apply(_ options: AssociationOptions, to id: SourceID, now: MonotonicInstant) {
        guard let index = index(of: id) else { return }
        sources[index].association.apply(options)
        sources[index].delayTests.limit(by: options)
        sources[index].filter.length = options.filterLength
        selectionDue = now
    }

    /// Notes that a source is this very program: it is asked on, but its replies fail test D, as those of a server that
    /// follows us.
    ///
    /// - Returns: Whether this is news.
    public mutating func noteOwn(_ id: SourceID) -> Bool {
        guard let index = index(of: id), !sources[index].association.isOwn else { return false }
        sources[index].association.isOwn = true
        return true
    }

    /// Sends requests to a source in quick succession; one that is offline is so again afterwards.
    public mutating func startBurst(
        _ id: SourceID, goodReplies: Int, requests: Int, now: MonotonicInstant
    ) {
        guard let index = index(of: id) else { return }
        sources[index].association.startBurst(goodReplies: goodReplies, requests: requests, at: now)
    }

    /// Forgets what was measured, and that the clock was ever synchronised: to be used when the past says nothing
    /// about the present any more.
    public mutating func resetSources(now: MonotonicInstant) {
        forgetMeasurements()
        for index in sources.indices { sources[index].association.restart(at: now) }
        selector = algorithm.makeSelector()
        standing = .starting
    }

    /// Loses the synchronisation, but goes on correcting the clock by what was found so far: to be used when the sources
    /// that it was found by are replaced with others.
    public mutating func startOver() {
        loseSynchronization()
        selector = algorithm.makeSelector()
        standing = .starting
    }

    /// Selects the best source, without regard for the one that is selected.
    public mutating func reselect(now: MonotonicInstant, date: NTPDate) -> [SynchronizerAction] {
        selector = algorithm.makeSelector()
        return update(now: now, date: date)
    }

    /// Selects and corrects by other parameters from the next update on.
    ///
    /// Keeps the sources with their estimates, and the frequency. Which source was selected is forgotten.
    public mutating func reconfigure(_ algorithm: Algorithm) {
        self.algorithm = algorithm
        selector = algorithm.makeSelector()
        discipline = algorithm.makeDiscipline(frequency: discipline.frequency, skew: discipline.skew)
    }

    /// Steps offsets by another policy from the next update on; nil: none at all.
    public mutating func setStepPolicy(_ policy: StepPolicy?) {
        stepPolicy = policy
    }

    /// Believes other offsets from the next update on; nil: all of them.
    public mutating func setChangeLimit(_ limit: ChangeLimit?) {
        options.changeLimit = limit
    }

    /// Corrects the clock within other limits from the next update on.
    ///
    /// - Parameters:
    ///   - slewRate: The largest rate of a slew, in s/s.
    ///   - frequency: The largest frequency that the oscillator is believed to need, in s/s.
    public mutating func setLimits(slewRate: Double, frequency: Double) {
        options.maximumSlewRate = slewRate
        options.maximumFrequency = frequency
        slew.maximumRate = slewRate
    }

    /// Averages the frequency over other times, from now on, for when the sources are gone; nil: not at all.
    ///
    /// - Parameter exponents: As in `SynchronizerOptions`.
    public mutating func setFallback(_ exponents: ClosedRange<Int>?) {
        options.fallbackExponents = exponents
        fallback = exponents.map { FallbackFrequencies(exponents: $0) }
    }

    /// Counts sources without authentication otherwise from the next selection on.
    public mutating func setAuthenticationMode(_ mode: AuthenticationMode) {
        options.authentication = mode
    }

    /// The frequency that the clock is to be left with: that of no slew.
    public var restingFrequency: Frequency {
        slew.base
    }

    /// Changes what others are told while no source is there; nil: the truth.
    public mutating func setLocalReference(_ options: LocalReferenceOptions?) {
        local.options = options
    }

    /// Corrects at once, by a step, what is still to be slewed.
    public mutating func stepPending(now: MonotonicInstant, date: NTPDate) -> [SynchronizerAction] {
        let pending = pendingOffset(at: date)
        guard pending != 0 else { return [] }
        let rest = Correction(frequency: slew.base, offset: 0, duration: 0)
        return [
            .command(.step(NTPDuration(saturating: pending))),
            .command(.setFrequency(slew.begin(rest, now: now))),
        ]
    }

    /// Makes the clock gain so many seconds by a slew, until the sources say otherwise.
    public mutating func adjustOffset(
        by offset: Double, now: MonotonicInstant, date: NTPDate
    ) -> [SynchronizerAction] {
        guard offset.isFinite else { return [] }
        monotonic.corrected(by: offset)
        var target = target ?? clockItself(at: date)
        target.offset += offset
        self.target = target
        return resumeSlew(of: pendingOffset(at: date), at: slew.base, now: now)
    }

    /// Makes the clock run faster by so much, until the sources say otherwise.
    public mutating func adjustFrequency(
        by change: Frequency, now: MonotonicInstant, date: NTPDate
    ) -> [SynchronizerAction] {
        guard change.ratio.isFinite else { return [] }
        tracking.frequency.ratio += change.ratio
        if let target { retarget(target.frequency + change.ratio, date: date) }
        let base = Frequency(ratio: slew.base.ratio + change.ratio)
        return resumeSlew(of: pendingOffset(at: date), at: base, now: now)
    }

    /// What the clock is to be brought to where nobody has said anything of true time: nothing but what it reads.
    private func clockItself(at date: NTPDate) -> CombinedEstimate {
        let clock = clockState(at: date)
        return CombinedEstimate(
            time: clock.time, offset: clock.correction, offsetDeviation: 0, frequency: slew.base.ratio,
            frequencyDeviation: discipline.skew, skew: discipline.skew)
    }

    /// Slews what is pending in the time that is left for it.
    mutating func resumeSlew(
        of offset: Double, at base: Frequency, now: MonotonicInstant
    ) -> [SynchronizerAction] {
        let duration = slew.end.map { $0.seconds(since: now) } ?? 0
        let correction = Correction(frequency: base, offset: offset, duration: duration)
        return [.command(.setFrequency(slew.begin(correction, now: now)))]
    }

    mutating func forgetMeasurements() {
        for index in sources.indices { sources[index].reset() }
        target = nil
        monotonic.broken()
        loseSynchronization()
    }

    /// From now on, nobody vouches for the clock.
    mutating func loseSynchronization() {
        tracking.leap = .unsynchronized
        tracking.stratum = 0
        tracking.source = nil
        tracking.referenceID = .unsynchronized
    }
}
