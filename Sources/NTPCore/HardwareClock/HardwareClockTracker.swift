// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Follows the clock of a network card, which runs free, so that its timestamps can be told in local time.
///
/// The clock isn't corrected but observed: a line is fitted to its readings on the free-running timescale, which no
/// correction of the local clock bends.
public struct HardwareClockTracker: Sendable {
    /// What a reading says of those before it.
    public enum Verdict: Hashable, Sendable {
        case fits
        /// Somebody has set the clock by so many seconds: it is measured anew.
        case moved(Double)
    }

    /// How fast an oscillator may come to run otherwise, in s/s, between two readings; that is a draught of cold air.
    private static let wander = 1e-6
    /// A reading that is off by so many times its bound isn't of the same line.
    private static let tolerance = 4.0

    private let precision: Double
    private var estimator: RegressionEstimator
    /// By how much the clock was ahead of the free-running timescale at the first reading: samples are relative to it,
    /// because nothing would be left of the nanoseconds otherwise. The unit is 2⁻⁶⁴ s.
    private var base: Int128?
    private var latest: FreeRunningTime?
    /// The span of the latest reading, in seconds.
    private var latestSpan = 0.0

    /// - Parameters:
    ///   - minimumSamples: How many readings are kept at least, however badly they fit.
    ///   - maximumSamples: How many are kept; three at least, since a line has to have a deviation, and 64 at most.
    ///   - precision: Of a reading, in seconds.
    public init(minimumSamples: Int = 2, maximumSamples: Int = 16, precision: Double = 100e-9) {
        var options = EstimatorOptions()
        options.minimumSamples = minimumSamples
        options.maximumSamples = max(3, maximumSamples)
        options.precision = precision
        self.precision = precision
        estimator = RegressionEstimator(options: options)
    }

    /// How many readings the line rests upon.
    public var count: Int { estimator.support.samples }

    /// The frequency of the clock relative to the free-running one, in s/s; nil as long as it isn't known.
    public var frequency: Double? { latest.flatMap { estimator.estimate(at: $0)?.frequency } }

    /// Takes in a reading.
    ///
    /// - Parameters:
    ///   - reading: The clock between two readings of the local one.
    ///   - time: The middle of it, on the free-running timescale.
    public mutating func add(_ reading: HardwareClockReading, at time: FreeRunningTime) -> Verdict {
        var verdict = Verdict.fits
        if let error = surprise(of: reading, at: time) {
            reset()
            verdict = .moved(error)
        }
        let origin = base ?? reading.clock.bits &- time.bits
        base = origin
        latest = time
        latestSpan = reading.span
        estimator.add(
            Sample(
                time: time, offset: offset(of: reading, at: time, from: origin),
                delay: max(reading.span, precision), dispersion: precision))
        return verdict
    }

    /// Forgets all readings: one of the two clocks was set.
    public mutating func reset() {
        estimator.reset()
        base = nil
        latest = nil
    }

    /// The line from now on; nil as long as there are too few readings for one. Made anew whenever the local clock is
    /// made to run otherwise.
    ///
    /// - Parameters:
    ///   - date: What the local clock reads.
    ///   - freeRunning: What the free-running one read, or will read, at a time of the local clock.
    public func timeline(
        at date: NTPDate, freeRunning: (NTPDate) -> FreeRunningTime
    ) -> HardwareTimeline? {
        let time = freeRunning(date)
        guard let base, let estimate = estimator.estimate(at: time) else { return nil }
        let pace = freeRunning(date.advanced(by: 1)).seconds(since: time)
        guard pace > 0 else { return nil }
        let hardware = NTPDate(bits: time.bits &+ base).advanced(by: estimate.offset)
        return HardwareTimeline(
            hardware: hardware, local: date, rate: 1 / (pace * (1 + estimate.frequency)),
            bound: latestSpan / 2 + precision + 2 * estimate.offsetDeviation,
            growth: Self.wander + 2 * estimate.frequencyDeviation)
    }

    /// By how much a reading misses the line, in seconds, if that is too much for one of the same line.
    private func surprise(of reading: HardwareClockReading, at time: FreeRunningTime) -> Double? {
        guard let base, let latest else { return nil }
        // Time that ran backwards is of a clock that was set.
        guard latest < time else { return time.seconds(since: latest) }
        guard let estimate = estimator.estimate(at: time) else { return nil }
        let error = offset(of: reading, at: time, from: base) - estimate.offset
        let age = time.seconds(since: latest)
        let bound = reading.span / 2 + precision + 4 * estimate.offsetDeviation + age * Self.wander
        return error.magnitude > Self.tolerance * bound ? error : nil
    }

    private func offset(of reading: HardwareClockReading, at time: FreeRunningTime, from base: Int128)
        -> Double
    {
        Double(fixedPointSeconds: reading.clock.bits &- time.bits &- base)
    }
}
