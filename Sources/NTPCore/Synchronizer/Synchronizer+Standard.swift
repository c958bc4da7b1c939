// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A steady clock beside us whose time is unknown (`local`): a rubidium standard, an oven.
///
/// Sources say where the clock has to be and how fast it has to run. From then on, what the oscillator does otherwise than
/// the standard is the oscillator's fault, and is made up for long before the sources would see it; nor do they see it
/// then.
extension Synchronizer {
    /// So many samples have to be there before the standard is believed.
    private static var enoughSamples: Int { 8 }
    /// No oscillator changes its frequency by as much between two polls, in s/s: something has moved the standard.
    private static var largestDrift: Double { 100e-6 }

    /// Makes up for what the standard has found since it was last heard of.
    mutating func followStandard(at index: Int, now: MonotonicInstant, date: NTPDate) -> [SynchronizerAction]
    {
        let clock = clockState(at: date)
        guard sources[index].samples.count >= Self.enoughSamples,
            let standard = sources[index].estimate(at: clock.time)
        else { return [] }
        guard let before = latestStandard else {
            latestStandard = standard
            return []
        }
        let elapsed = clock.time.seconds(since: before.time)
        let drift = standard.offset - before.offset - before.frequency * elapsed
        guard drift.magnitude <= Self.largestDrift * max(0, elapsed) else {
            sources[index].reset()
            latestStandard = nil
            return []
        }
        latestStandard = standard
        let frequency = standard.frequency - before.frequency
        for other in sources.indices where other != index {
            sources[other].drift.corrected(by: drift, frequency: frequency, at: clock.time)
        }
        moveTarget(by: drift, frequency: frequency, clock: clock, date: date)
        return resumeSlew(of: pendingOffset(at: date), at: tracking.frequency, now: now)
    }

    /// From now on, the clock has to be ahead of where it would have been, and to run faster.
    private mutating func moveTarget(by offset: Double, frequency: Double, clock: ClockState, date: NTPDate) {
        let before = pendingOffset(at: date)
        var moved =
            target
            ?? CombinedEstimate(
                time: clock.time, offset: clock.correction, offsetDeviation: options.precision,
                frequency: slew.base.ratio, frequencyDeviation: discipline.skew, skew: discipline.skew)
        moved.offset = moved.offset(at: clock.time) + offset
        moved.time = clock.time
        let limit = options.maximumFrequency
        moved.frequency = min(max(moved.frequency + frequency, -limit), limit)
        target = moved
        tracking.frequency = Frequency(ratio: moved.frequency)
        monotonic.corrected(by: pendingOffset(at: date) - before)
    }
}
