// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Kalman filters that assume different things of oscillator and path, weighed by how well they predict.
///
/// An interacting-multiple-model filter: how much the oscillator wanders, and what the delay of a sample says about
/// its offset, are not assumed but learnt, and learnt anew when they change.
struct HypothesisBank: Sendable {
    /// What the oscillator does: wanders of 10⁻¹¹ to 10⁻⁶ s/s in each √s, or a frequency that has just jumped; and
    /// what the server's clock may have done: a step.
    private static let wanderCount = 8
    private static let jump = 6
    private static let step = 7
    /// What the delay says: much, little, or nothing about the offset.
    private static let noiseCount = 3
    private static let count = wanderCount * noiseCount

    /// The standard deviation of a jump, in s/s: what oscillators do when they are warmed up or disturbed.
    private static let jumpDeviation = 5e-5
    /// How likely a hypothesis becomes another one between two samples: a jump, a step, another wander, another noise.
    private static let jumpProbability = 1e-3
    private static let stepProbability = 1e-3
    private static let wanderProbability = 0.005
    private static let noiseProbability = 0.005
    /// How likely one jump or step follows another.
    private static let disturbedAgain = 0.1
    /// Ways into a hypothesis that carry less than this share of its weight don't widen it: one unlikely jump
    /// would ruin a calm filter.
    private static let leastShare = 0.1

    private struct Hypothesis: Sendable {
        var state: OffsetState
        /// How likely it is.
        var weight: Double
    }

    /// Noise by noise, and of each the wanders in their order.
    private var hypotheses: [Hypothesis]

    /// - Parameter state: What is known from the first sample.
    init(_ state: OffsetState) {
        hypotheses = Array(repeating: Hypothesis(state: state, weight: 1), count: Self.count)
        // Oscillators that wander by a part per million in a second are rare, and jumps at the start rarer.
        for noise in 0..<Self.noiseCount {
            hypotheses[noise * Self.wanderCount + 4].weight = 0.3
            hypotheses[noise * Self.wanderCount + 5].weight = 0.09
            hypotheses[noise * Self.wanderCount + Self.jump].weight = 0.027
            hypotheses[noise * Self.wanderCount + Self.step].weight = 0.001
        }
        normalise()
    }

    /// The variance of the wander, in s²/s² per s. A step adds nothing.
    ///
    /// - Parameter elapsed: The time in which a jump happened, in seconds.
    private static func wanderVariance(of hypothesis: Int, elapsed: Double) -> Double {
        switch hypothesis % wanderCount {
        case 0: 1e-22
        case 1: 1e-20
        case 2: 1e-18
        case 3: 1e-16
        case 4: 1e-14
        case 5: 1e-12
        case step: 0
        default: jumpDeviation * jumpDeviation / max(elapsed, 1e-3)
        }
    }

    /// Takes in a sample that came `elapsed` seconds after the one before.
    mutating func add(_ observation: Observation, elapsed: Double) {
        mix()
        let stepVariance = stepVariance(to: observation, elapsed: elapsed)
        for index in 0..<Self.count {
            let wanderVariance = Self.wanderVariance(of: index, elapsed: elapsed)
            hypotheses[index].state.propagate(by: elapsed, wanderVariance: wanderVariance)
            if index % Self.wanderCount == Self.step {
                hypotheses[index].state.offsetVariance += stepVariance
            }
            hypotheses[index].weight *= Self.update(
                &hypotheses[index].state, by: observation, noise: index / Self.wanderCount)
        }
        normalise()
    }

    /// Steps are of any size: as large as it takes to explain a sample that its delay doesn't.
    private func stepVariance(to observation: Observation, elapsed: Double) -> Double {
        let state = hypotheses[likeliest(in: 0..<Self.count)].state
        let innovation = observation.offset - state.offset - state.frequency * elapsed
        let unexplained = max(0, innovation.magnitude - observation.largestError)
        return unexplained * unexplained
    }

    /// Lets what is known fade, so that no more than about so many samples count.
    mutating func forget(beyond samples: Int) {
        // A geometric series of weights with this ratio has that sum.
        let growth = 1 / (1 - 1 / Double(max(2, samples)))
        for index in 0..<Self.count { hypotheses[index].state.widen(by: growth) }
    }

    mutating func stepped(by seconds: Double) {
        for index in 0..<Self.count { hypotheses[index].state.offset -= seconds }
    }

    /// All hypotheses as one state, and the mean variance of the wander, to which a jump adds nothing.
    var summary: (state: OffsetState, wanderVariance: Double) {
        var sum = MomentSum(around: hypotheses[likeliest(in: 0..<Self.count)].state)
        var wanderVariance = 0.0
        for index in 0..<Self.count {
            let hypothesis = hypotheses[index]
            sum.add(hypothesis.state, weight: hypothesis.weight)
            guard index % Self.wanderCount != Self.jump else { continue }
            wanderVariance += hypothesis.weight * Self.wanderVariance(of: index, elapsed: 0)
        }
        return (sum.result, wanderVariance / sum.weight)
    }

    /// How likely each hypothesis about the noise is.
    var noiseWeights: [Double] {
        (0..<Self.noiseCount).map { noise in
            let first = noise * Self.wanderCount
            return hypotheses[first..<first + Self.wanderCount].reduce(0) { $0 + $1.weight }
        }
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
        let outliers = observation.outlierShare
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
        for index in 0..<Self.count { total += hypotheses[index].weight }
        guard total > 1e-290 else {
            for index in 0..<Self.count { hypotheses[index].weight = 1 / Double(Self.count) }
            return
        }
        // No hypothesis is ever given up for good.
        for index in 0..<Self.count {
            hypotheses[index].weight = max(hypotheses[index].weight / total, 1e-12)
        }
    }

    private func likeliest(in range: Range<Int>) -> Int {
        var best = range.lowerBound
        for index in range where hypotheses[index].weight > hypotheses[best].weight { best = index }
        return best
    }
}

extension HypothesisBank {
    /// Lets each hypothesis become another one, as oscillators and paths do.
    private mutating func mix() {
        let before = self
        let center = before.hypotheses[before.likeliest(in: 0..<Self.count)].state
        for index in 0..<Self.count {
            var total = 0.0
            before.forEachWay(into: index) { _, weight in total += weight }
            var sum = MomentSum(around: center)
            before.forEachWay(into: index) { origin, weight in
                guard weight >= Self.leastShare * total else { return }
                sum.add(before.hypotheses[origin].state, weight: weight)
            }
            hypotheses[index] = Hypothesis(state: sum.result, weight: total)
        }
    }

    /// Calls `body` with each hypothesis from which one may have come, and the weight that it brings along.
    @inline(__always)
    private func forEachWay(into index: Int, _ body: (_ origin: Int, _ weight: Double) -> Void) {
        let wander = index % Self.wanderCount
        let first = index - wander
        let calm = first..<first + Self.jump
        var calmWeight = 0.0
        for origin in calm { calmWeight += hypotheses[origin].weight }
        if wander >= Self.jump {
            let probability = wander == Self.jump ? Self.jumpProbability : Self.stepProbability
            body(likeliest(in: calm), probability * calmWeight)
            body(index, Self.disturbedAgain * hypotheses[index].weight)
        } else {
            let neighbours = (wander > 0 ? 1 : 0) + (wander < Self.jump - 1 ? 1 : 0)
            let leaving =
                Self.jumpProbability + Self.stepProbability + Self.noiseProbability
                + Self.wanderProbability * Double(neighbours) / 2
            body(index, (1 - leaving) * hypotheses[index].weight)
            let toNeighbour = Self.wanderProbability / 2
            if wander > 0 { body(index - 1, toNeighbour * hypotheses[index - 1].weight) }
            if wander < Self.jump - 1 { body(index + 1, toNeighbour * hypotheses[index + 1].weight) }
            // After a jump the oscillator may wander in any way; a server's step says nothing of the oscillator.
            let calmAgain = 1 - Self.disturbedAgain
            body(first + Self.jump, calmAgain / Double(Self.jump) * hypotheses[first + Self.jump].weight)
            let share = hypotheses[index].weight / calmWeight
            body(first + Self.step, calmAgain * share * hypotheses[first + Self.step].weight)
        }
        for origin in stride(from: wander, to: Self.count, by: Self.wanderCount) where origin != index {
            body(origin, Self.noiseProbability / 2 * hypotheses[origin].weight)
        }
    }
}
