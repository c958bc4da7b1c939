// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Scenario {
    /// The scenarios that chronyd's figures are known for.
    public static var compared: [Scenario] {
        [base, lan, jump, falsetickers, loss, defaults]
    }

    /// Those and all others that have a name, but for the swarm, which is another one for each seed.
    public static var all: [Scenario] {
        compared
            + [jitter, asymmetric, downstream, gamma, pareto, logNormal, congestion, routes, chaos]
            + [
                wander, whiteNoise, thermal, farOff, slewed, stepped, suspended, era, leap, fastPolls,
                slowPolls,
            ]
            + [chain, loop, silence, kissed, unsynchronized, wrongLeap, turncoat]
    }

    /// The scenario of that name; nil: there is none.
    ///
    /// - Parameters:
    ///   - name: As in ``all``, or `swarm`.
    ///   - seed: What a swarm is drawn from.
    public init?(named name: String, seed: UInt64) {
        if name == Scenario.swarmName {
            self = .swarm(seed: seed)
        } else if let scenario = Scenario.all.first(where: { $0.name == name }) {
            self = scenario
        } else {
            return nil
        }
    }
}
