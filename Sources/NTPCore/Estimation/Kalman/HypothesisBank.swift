// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Kalman filters that assume different things of oscillator and path, weighed by how well they predict.
///
/// An interacting-multiple-model filter: how much the oscillator wanders, and what the delay of a sample says about
/// its offset, are not assumed but learnt, and learnt anew when they change.
struct HypothesisBank: Sendable {
    /// What the oscillator does: wanders of 10⁻¹¹ to 10⁻⁶ s/s in each √s, or a frequency that has just jumped.
    private static let wanderCount = 7
    private static let jump = wanderCount - 1
    /// What the delay says: much, little, or nothing about the offset.
    private static let noiseCount = 3
    private static let count = wanderCount * noiseCount

    /// The standard deviation of a jump, in s/s: what oscillators do when they are warmed up or disturbed.
    private static let jumpDeviation = 5e-5
    /// How likely a hypothesis becomes another one between two samples: a jump, another wander, another noise.
    private static let jumpProbability = 1e-3
    private static let wanderProbability = 0.005
    private static let noiseProbability = 0.005
    /// How likely one jump follows another.
    private static let jumpAgain = 0.1
    /// Ways into a hypothesis that carry less than this share of its weight don't widen it: one unlikely jump
    /// would ruin a calm filter.
    private static let leastShare = 0.1
    /// The part of the samples that is beyond any model.
    private static let outliers = 1e-3

    private var states: [OffsetState]
    private var weights: [Double]

    /// - Parameter state: What is known from the first sample.
    init(_ state: OffsetState) {
        states = Array(repeating: state, count: Self.count)
        weights = Array(repeating: 1, count: Self.count)
        // Oscillators that wander by a part per million in a second are rare, and jumps at the start rarer.
        for noise in 0..<Self.noiseCount {
            weights[noise * Self.wanderCount + 4] = 0.3
            weights[noise * Self.wanderCount + 5] = 0.09
            weights[noise * Self.wanderCount + 6] = 0.027
        }
        normalise()
    }

    /// The standard deviation of the wander, in s/s per √s. Not for the jump.
    private static func wander(_ hypothesis: Int) -> Double {
        let wanders: InlineArray<6, Double> = [1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6]
        return wanders[hypothesis % wanderCount]
    }

    private static func isJump(_ hypothesis: Int) -> Bool {
        hypothesis % wanderCount == jump
    }

    /// Takes in a sample that came `elapsed` seconds after the one before.
    mutating func add(_ observation: Observation, elapsed: Double) {
        mix()
        for hypothesis in 0..<Self.count {
            let wanderVariance =
                Self.isJump(hypothesis)
                ? Self.jumpDeviation * Self.jumpDeviation / max(elapsed, 1e-3)
                : Self.wander(hypothesis) * Self.wander(hypothesis)
            states[hypothesis].propagate(by: elapsed, wanderVariance: wanderVariance)
            weights[hypothesis] *= Self.update(
                &states[hypothesis], by: observation, noise: hypothesis / Self.wanderCount)
        }
        normalise()
    }

    mutating func stepped(by seconds: Double) {
        for hypothesis in 0..<Self.count { states[hypothesis].offset -= seconds }
    }

    /// All hypotheses as one state, and the mean variance of the wander.
    var summary: (state: OffsetState, wanderVariance: Double) {
        var sum = MomentSum(around: states[likeliest(in: 0..<Self.count)])
        var wanderVariance = 0.0
        for hypothesis in 0..<Self.count {
            sum.add(states[hypothesis], weight: weights[hypothesis])
            guard !Self.isJump(hypothesis) else { continue }
            wanderVariance += weights[hypothesis] * Self.wander(hypothesis) * Self.wander(hypothesis)
        }
        return (sum.result, wanderVariance / sum.weight)
    }

    /// Updates one filter.
    ///
    /// - Returns: The evidence for its hypothesis.
    private static func update(_ state: inout OffsetState, by observation: Observation, noise: Int) -> Double
    {
        let innovation = observation.offset - state.offset
        let expected = observation.likelihood(innovation, prior: state.offsetVariance, noise: noise)
        let outlierVariance = state.offsetVariance + observation.outlierVariance
        let outlier = Likelihood.normal(innovation: innovation, variance: outlierVariance)
        let likelihood = (1 - outliers) * expected + outliers * outlier
        guard likelihood.value >= 1e-280 else {
            state.update(slope: innovation / outlierVariance, curvature: 1 / outlierVariance)
            return 1e-280
        }
        let slope = likelihood.first / likelihood.value
        let limit = 1 / state.offsetVariance
        let curvature = slope * slope - likelihood.second / likelihood.value
        state.update(slope: slope, curvature: min(max(curvature, -limit), 0.9999999 * limit))
        return likelihood.value
    }

    private mutating func normalise() {
        var total = 0.0
        for hypothesis in 0..<Self.count { total += weights[hypothesis] }
        guard total > 1e-290 else {
            weights = Array(repeating: 1 / Double(Self.count), count: Self.count)
            return
        }
        // No hypothesis is ever given up for good.
        for hypothesis in 0..<Self.count { weights[hypothesis] = max(weights[hypothesis] / total, 1e-12) }
    }

    private func likeliest(in range: Range<Int>) -> Int {
        var best = range.lowerBound
        for hypothesis in range where weights[hypothesis] > weights[best] { best = hypothesis }
        return best
    }
}

extension HypothesisBank {
    /// The hypotheses from which one may have come, each with the weight that it brings along.
    private struct Ways {
        private var origins = InlineArray<6, Int>(repeating: 0)
        private var weights = InlineArray<6, Double>(repeating: 0)
        private var count = 0
        private(set) var total = 0.0

        mutating func add(_ origin: Int, weight: Double) {
            origins[count] = origin
            weights[count] = weight
            count += 1
            total += weight
        }

        /// The state that those who come in have together.
        func merged(_ states: [OffsetState], around origin: OffsetState) -> OffsetState {
            var sum = MomentSum(around: origin)
            for way in 0..<count where weights[way] >= HypothesisBank.leastShare * total {
                sum.add(states[origins[way]], weight: weights[way])
            }
            return sum.result
        }
    }

    /// Lets each hypothesis become another one, as oscillators and paths do.
    private mutating func mix() {
        let center = states[likeliest(in: 0..<Self.count)]
        var mixedStates = states
        var mixedWeights = weights
        for hypothesis in 0..<Self.count {
            let ways = ways(into: hypothesis)
            mixedStates[hypothesis] = ways.merged(states, around: center)
            mixedWeights[hypothesis] = ways.total
        }
        states = mixedStates
        weights = mixedWeights
    }

    private func ways(into hypothesis: Int) -> Ways {
        var ways = Ways()
        let wander = hypothesis % Self.wanderCount
        let noise = hypothesis / Self.wanderCount
        let first = noise * Self.wanderCount
        if wander == Self.jump {
            let calm = first..<first + Self.jump
            var total = 0.0
            for origin in calm { total += weights[origin] }
            ways.add(likeliest(in: calm), weight: Self.jumpProbability * total)
            ways.add(hypothesis, weight: Self.jumpAgain * weights[hypothesis])
        } else {
            let neighbours = (wander > 0 ? 1 : 0) + (wander < Self.jump - 1 ? 1 : 0)
            let leaving =
                Self.jumpProbability + Self.noiseProbability
                + Self.wanderProbability * Double(neighbours) / 2
            ways.add(hypothesis, weight: (1 - leaving) * weights[hypothesis])
            let toNeighbour = Self.wanderProbability / 2
            if wander > 0 { ways.add(hypothesis - 1, weight: toNeighbour * weights[hypothesis - 1]) }
            if wander < Self.jump - 1 {
                ways.add(hypothesis + 1, weight: toNeighbour * weights[hypothesis + 1])
            }
            let afterJump = (1 - Self.jumpAgain) / Double(Self.jump)
            ways.add(first + Self.jump, weight: afterJump * weights[first + Self.jump])
        }
        for other in 0..<Self.noiseCount where other != noise {
            let origin = other * Self.wanderCount + wander
            ways.add(origin, weight: Self.noiseProbability / 2 * weights[origin])
        }
        return ways
    }
}
