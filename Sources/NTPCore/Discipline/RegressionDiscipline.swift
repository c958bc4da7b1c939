// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Sets the frequency straight from the estimate, weighed against what was known before by their skews.
///
/// No feedback loop, so nothing to become unstable: the estimates are of the free-running clock, which doesn't
/// notice what is done here.
public struct RegressionDiscipline: ClockDiscipline {
    /// What can be tuned.
    public struct Options: Hashable, Sendable {
        /// Estimates with a larger skew don't change the frequency, in s/s.
        public var maximumUpdateSkew = 1000e-6
        /// The product of an offset and the time to correct it, relative to the error of the offset times the
        /// interval between updates: larger values make a smoother frequency, smaller ones a shorter error.
        public var correctionTimeRatio = 3.0

        public init() {}
    }

    public private(set) var frequency: Frequency
    public private(set) var skew: Double
    private var latest: FreeRunningTime?
    private let options: Options

    public init(frequency: Frequency, skew: Double, options: Options = Options()) {
        self.frequency = frequency
        self.skew = skew
        self.options = options
    }

    public mutating func update(with estimate: CombinedEstimate, clock: ClockState) -> Correction {
        blend(estimate)
        let interval = latest.map { clock.time.seconds(since: $0) } ?? 0
        latest = clock.time
        let offset = estimate.offset(at: clock.time) - clock.correction
        let area = options.correctionTimeRatio * 0.5 * estimate.offsetDeviation * interval
        // An offset within its own error is slewed slowly, one far beyond it as fast as the clock may.
        let duration = min(area / max(offset.magnitude, 1e-12), max(interval, 1) / 2)
        return Correction(frequency: frequency, offset: offset, duration: duration)
    }

    private mutating func blend(_ estimate: CombinedEstimate) {
        guard estimate.skew <= options.maximumUpdateSkew else { return }
        let old = 3 * skew * skew
        let gain = old / (old + estimate.skew * estimate.skew)
        let change = estimate.frequency - frequency.ratio
        let applied = gain * change
        frequency.ratio += applied
        // Two estimates that disagree are both to be doubted.
        let left = change - applied
        let disagreement = (applied * applied * (1 - gain) + left * left * gain).squareRoot()
        skew += gain * (estimate.skew - skew) + disagreement
    }
}
