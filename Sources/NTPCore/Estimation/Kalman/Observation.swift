// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A sample as the hypotheses see it: the offset, and what its delay may say about the error of it.
struct Observation: Hashable, Sendable {
    var offset: Double
    /// By how much the round trip was longer than the shortest one, in seconds.
    var excess: Double
    /// By how much the shortest one is likely to be longer than it could be.
    var hiddenExcess: Double
    /// The error that the reading of the clocks may have added to the offset, and to the excess.
    var precision: Double
    var dispersion: Double
    /// The round trip itself, and the variance of all of them.
    var delay: Double
    var delayVariance: Double
    /// Towards which end of the interval offsets lean, in 1/s.
    var lean: Double
    /// In place of all that, how noisy a sample without a path may be.
    var noise: NoiseLevels?

    /// The part of the samples that is beyond any model. A receiver's own errors are more frequent than steps of it or
    /// jumps of the oscillator.
    var outlierShare: Double { noise == nil ? 1e-3 : 1e-2 }

    /// What the offset is worth if it is beyond any model of the path.
    var outlierVariance: Double {
        if let noise { return 100 * noise.largest }
        let excess = excess + hiddenExcess
        return 4 * excess * excess + delay * delay / 16
    }

    /// What the noise of the sample may explain of an innovation.
    var largestError: Double {
        if let noise { return 3 * noise.largest.squareRoot() }
        return (excess + hiddenExcess) / 2
    }

    /// How likely an innovation is.
    ///
    /// - Parameters:
    ///   - prior: The variance of the offset before the sample.
    ///   - noise: 0: the error is within half the excess; 1: within half of that and of three times what may
    ///     be hidden; 2: the delay says nothing, the error is normal with the variance of all samples. Without a path, it
    ///     always is; see `NoiseLevels`.
    func likelihood(_ innovation: Double, prior: Double, noise: Int) -> Likelihood {
        let resolution = precision * precision / 3
        if let levels = self.noise {
            return .normal(innovation: innovation, variance: prior + levels[noise] + resolution)
        }
        guard noise < 2 else {
            // Of two independent directions, sum and difference have the same variance; the offset is half of it.
            let variance = max(delayVariance / 4, hiddenExcess * hiddenExcess / 12) + resolution
            return .normal(innovation: innovation, variance: prior + variance)
        }
        let hidden = (noise == 0 ? 0.4 : 3) * hiddenExcess
        // The end of the interval is as uncertain as what is hidden: 0.26 of it is near enough to a normal blur.
        let blur = resolution + 0.0676 * hidden * hidden
        return .leaning(
            innovation: innovation, variance: prior + blur, halfWidth: (excess + hidden + dispersion) / 2,
            lean: lean)
    }
}
