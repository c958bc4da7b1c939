// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What a packet waits on its way, in queues, on top of the shortest time it can take. In seconds.
public enum Noise: Hashable, Sendable {
    case none
    /// Anything up to a limit.
    case uniform(limit: Double)
    /// Memoryless.
    case exponential(mean: Double)
    /// Several queues one after another: `shape` of them, each memoryless.
    case gamma(shape: Double, mean: Double)
    /// Heavy-tailed: beyond x with probability (1 + x/scale)^−shape. No variance from a shape of 2 downwards.
    case pareto(shape: Double, scale: Double)
    /// Heavy-tailed: the logarithm is normal with standard deviation `sigma`.
    case logNormal(median: Double, sigma: Double)
    /// Exponential as a whole, but what comes soon after another packet waits as long: the correlation has
    /// decayed to 1/e after `time`.
    case correlated(mean: Double, time: Double)

    /// The mean, in seconds; infinite for a Pareto distribution with a shape of 1 or less.
    public var mean: Double {
        switch self {
        case .none: 0
        case .uniform(let limit): limit / 2
        case .exponential(let mean), .gamma(_, let mean), .correlated(let mean, _): mean
        case .pareto(let shape, let scale): shape > 1 ? scale / (shape - 1) : .infinity
        case .logNormal(let median, let sigma): median * Elementary.exp(sigma * sigma / 2)
        }
    }
}

/// A queue at work.
struct NoiseProcess: Sendable {
    private let model: Noise
    private var generator: SeededGenerator
    /// Two normal variates that move slowly; half the sum of their squares is exponential with mean 1.
    private var slow: (Double, Double)
    private var latest = TrueTime.start

    init(_ model: Noise, generator: SeededGenerator) {
        self.model = model
        self.generator = generator
        slow = (0, 0)
        if case .correlated = model { slow = (self.generator.normal(), self.generator.normal()) }
    }

    /// What a packet waits that comes at `time`.
    mutating func next(at time: TrueTime) -> Double {
        switch model {
        case .none: 0
        case .uniform(let limit): limit * generator.uniform()
        case .exponential(let mean): mean * generator.exponential()
        case .gamma(let shape, let mean): mean / shape * generator.gamma(shape: shape)
        case .pareto(let shape, let scale): scale * generator.pareto(shape: shape)
        case .logNormal(let median, let sigma): median * generator.logNormal(sigma: sigma)
        case .correlated(let mean, let correlation): mean * correlated(at: time, over: correlation)
        }
    }

    private mutating func correlated(at time: TrueTime, over correlation: Double) -> Double {
        // The correlation of the squares is the square of that of the normal variates, hence the half.
        let kept = Elementary.exp(-0.5 * time.seconds(since: latest) / correlation)
        let renewed = max(0, 1 - kept * kept).squareRoot()
        latest = time
        slow.0 = kept * slow.0 + renewed * generator.normal()
        slow.1 = kept * slow.1 + renewed * generator.normal()
        return (slow.0 * slow.0 + slow.1 * slow.1) / 2
    }
}
