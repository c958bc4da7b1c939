// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What the clock runs by when no source says anything: averages of the past, or an operator's watch.
extension Synchronizer {
    /// Runs at an average of the frequency, if one has its turn now.
    mutating func fallBack(now: MonotonicInstant, date: NTPDate) -> [SynchronizerAction] {
        guard let frequency = fallback?.takeOver(now: now) else { return [] }
        let change = (frequency.ratio - slew.base.ratio).magnitude
        // Which of the two is right, nobody can tell for the time being.
        tracking.dispersionRate += change
        tracking.frequency = frequency
        retarget(frequency.ratio, date: date)
        return resumeSlew(of: pendingOffset(at: date), at: frequency, now: now)
    }

    /// Takes note that the clock is compensated by so much in all, besides its frequency.
    ///
    /// The oscillator together with its compensation is what the sources measure, so that only the bound is concerned:
    /// until the next update, the compensation may have changed wrongly.
    public mutating func compensationChanged(to frequency: Frequency) {
        tracking.dispersionRate += compensation.change(to: frequency)
    }

    /// From now on, true time is believed to leave the free-running clock at this rate.
    mutating func retarget(_ frequency: Double, date: NTPDate) {
        guard var target else { return }
        let time = history.freeRunning(at: date)
        target.offset = target.offset(at: time)
        target.time = time
        target.frequency = frequency
        self.target = target
    }

    /// Brings the clock to a time that somebody has entered. Nobody vouches for it, so the clock isn't synchronised by it.
    ///
    /// - Parameters:
    ///   - offset: What the clock is to gain, in seconds, counted from its reading now.
    ///   - frequency: What the oscillator needs, if that is known any better; nil to leave it.
    ///   - now: The time for timers.
    ///   - date: What the local clock reads at that moment.
    public mutating func setTime(
        by offset: Double, frequency: Frequency?, now: MonotonicInstant, date: NTPDate
    ) -> [SynchronizerAction] {
        guard offset.isFinite else { return [] }
        let limit = options.maximumFrequency
        let base = Frequency(ratio: min(max(frequency?.ratio ?? slew.base.ratio, -limit), limit))
        let clock = clockState(at: date)
        tracking.frequency = base
        target = CombinedEstimate(
            time: clock.time, offset: offset + clock.correction, offsetDeviation: ManualInput.deviation,
            frequency: base.ratio, frequencyDeviation: discipline.skew, skew: discipline.skew)
        guard stepPolicy?.decide(offset: offset) == true else {
            return resumeSlew(of: offset, at: base, now: now)
        }
        return [.command(.step(NTPDuration(saturating: offset)))] + resumeSlew(of: 0, at: base, now: now)
    }
}
