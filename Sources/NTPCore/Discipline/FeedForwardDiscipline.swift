// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Does what the estimate says: sets the frequency, and slews the offset out within seconds.
///
/// For estimators that remember everything there is to know. No feedback loop, so nothing to become unstable: the
/// estimates are of the free-running clock, which doesn't notice what is done here.
public struct FeedForwardDiscipline: ClockDiscipline {
    /// What can be tuned.
    public struct Options: Hashable, Sendable {
        /// Estimates whose frequency is more uncertain (by three standard deviations) don't change it, in s/s.
        public var maximumUpdateSkew = 1000e-6
        /// The part of the interval between updates in which an offset is slewed out. The error hardly depends
        /// on it, the smoothness of the frequency does.
        public var slewedPart = 1.0 / 8
        /// The limits to that time, in seconds.
        public var slewDuration = 1.0...16.0

        public init() {}
    }

    public private(set) var frequency: Frequency
    public private(set) var skew: Double
    private var latest: FreeRunningTime?
    /// When the slew in progress ends.
    private var end: FreeRunningTime?
    private let options: Options

    public init(frequency: Frequency, skew: Double, options: Options = Options()) {
        self.frequency = frequency
        self.skew = skew
        self.options = options
    }

    public mutating func update(with estimate: CombinedEstimate, clock: ClockState) -> Correction {
        if 3 * estimate.frequencyDeviation <= options.maximumUpdateSkew {
            frequency = Frequency(ratio: estimate.frequency)
            skew = estimate.skew
        }
        let offset = estimate.offset(at: clock.time) - clock.correction
        let duration = duration(of: offset, deviation: estimate.offsetDeviation, at: clock.time)
        latest = clock.time
        end = clock.time.advanced(by: duration)
        return Correction(frequency: frequency, offset: offset, duration: duration)
    }

    private func duration(of offset: Double, deviation: Double, at time: FreeRunningTime) -> Double {
        let limits = options.slewDuration
        let interval = latest.map { time.seconds(since: $0) } ?? 0
        // What is far beyond its own error is wrong for sure, and every second with it counts.
        let isCertain = offset.magnitude > 10 * deviation
        let usual = isCertain ? limits.lowerBound : interval * options.slewedPart
        let duration = min(max(usual, limits.lowerBound), limits.upperBound)
        // Updates in quick succession don't put off the end of what the first of them began.
        guard let left = end?.seconds(since: time), left > 0 else { return duration }
        return min(duration, max(left, duration * options.slewedPart))
    }
}
