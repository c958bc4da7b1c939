// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Tests B and C: whether a sample's delay is worth its offset, given the samples before it.
struct DelayTests: Hashable, Sendable {
    /// Below this many earlier samples nothing can be said.
    private static let fewestSamples = 6
    /// As many delays are remembered as an estimator remembers samples.
    private static let capacity = 64

    private var maximumRatio: Double?
    private var maximumDeviationRatio: Double
    private var maximumQuantile: Double?
    private var minimumDelay: Double?
    private var delays: [Double] = []
    private var quantile = DelayQuantile()

    init(options: AssociationOptions) {
        maximumDeviationRatio = options.maximumDelayDeviationRatio
        limit(by: options)
    }

    /// Applies other limits from now on.
    mutating func limit(by options: AssociationOptions) {
        maximumRatio = options.maximumDelayRatio
        maximumDeviationRatio = options.maximumDelayDeviationRatio
        maximumQuantile = options.maximumDelayQuantile
        minimumDelay = options.minimumDelay
    }

    /// - Parameters:
    ///   - estimate: What was known of the source before the sample, for the sample's time.
    ///   - age: The time since the sample before, in seconds.
    ///   - clockError: The frequency error that either clock may have, in s/s.
    /// - Returns: The tests among B and C that the sample passes.
    func passed(by sample: Sample, estimate: SourceEstimate?, age: Double, clockError: Double) -> PacketTests
    {
        guard delays.count >= Self.fewestSamples, let estimate,
            let shortest = minimumDelay ?? delays.min()
        else { return isWithinQuantile(sample) ? [.delayRatio, .delayDeviation] : .delayRatio }
        var passed: PacketTests = []
        let tolerance = age * (estimate.skew + clockError)
        if sample.delay <= shortest * (maximumRatio ?? .infinity) + tolerance { passed.insert(.delayRatio) }
        guard maximumQuantile == nil else {
            return isWithinQuantile(sample) ? passed.union(.delayDeviation) : passed
        }
        let excess = (sample.delay - shortest) / 2
        let limit = estimate.jitter * maximumDeviationRatio + tolerance
        // What the delay can't explain is the clock's or the server's doing, and must not be lost.
        let unexplained = (sample.offset - estimate.offset).magnitude - excess
        if excess <= limit || unexplained > limit { passed.insert(.delayDeviation) }
        return passed
    }

    /// Test C where the configuration limits the delay by a quantile.
    private func isWithinQuantile(_ sample: Sample) -> Bool {
        guard let maximumQuantile, let limit = quantile.value(at: maximumQuantile) else { return true }
        return sample.delay <= limit
    }

    /// A sample with this delay came, whether it passed or not.
    mutating func noteAny(_ delay: Double) {
        if maximumQuantile != nil { quantile.note(delay) }
    }

    /// A sample with this delay has passed.
    mutating func note(_ delay: Double) {
        if delays.count == Self.capacity { delays.removeFirst() }
        delays.append(delay)
    }

    mutating func reset() {
        delays.removeAll(keepingCapacity: true)
        quantile.reset()
    }
}
