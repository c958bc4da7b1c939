// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension EstimatorOptions {
    /// Whether the latest sample alone counts (`maxsamples 1`): the frequency stays what it is known to be, and one
    /// sample is enough.
    var countsOneSample: Bool { maximumSamples == 1 }
}

extension SourceEstimate {
    /// So many deviations are taken for a bound.
    private static let boundingDeviations = 3.0

    /// What a single sample says, taken to `time` by the frequency that was known before.
    init(single sample: Sample, at time: FreeRunningTime, options: EstimatorOptions) {
        let age = time.seconds(since: sample.time)
        let drift = options.frequencyDeviation * age
        let skew = Self.boundingDeviations * options.frequencyDeviation
        // Anywhere within half of the round trip, each place as likely as the other.
        let variance =
            sample.delay * sample.delay / 12 + sample.dispersion * sample.dispersion + drift * drift
        self.init(
            time: time, offset: sample.offset + options.frequency * age,
            offsetDeviation: variance.squareRoot(),
            frequency: options.frequency, frequencyDeviation: options.frequencyDeviation, skew: skew,
            jitter: max(options.precision, sample.dispersion), rootDelay: sample.rootDelay + sample.delay,
            rootDispersion: sample.rootDispersion + sample.dispersion
                + age.magnitude * (skew + options.maximumClockError))
    }
}
