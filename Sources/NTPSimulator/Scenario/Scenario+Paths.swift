// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// Networks that are not as friendly as that of `base`.
extension Scenario {
    /// Paths with much noise.
    public static var jitter: Scenario {
        Scenario(
            "jitter", "20 ms of delay, 100 ms of jitter", clients: [.steady(.exponential(20e-3, jitter: 0.1))]
        )
        .with { $0.convergenceBound = 0.1 }
    }

    /// Half of the difference can't be known by anybody; the clock has to allow for it.
    public static var asymmetric: Scenario {
        base.named("asymmetric", "5 ms of delay there, 1 ms back, 1 ms of jitter") {
            $0.clients[0].sources[0].path.outbound.delay = 5e-3
            $0.convergenceBound = 5e-3
        }
    }

    /// As behind a link whose users download more than they upload.
    public static var downstream: Scenario {
        base.named("downstream", "1 ms of delay, and 2 ms of jitter on the way back alone") {
            $0.clients[0].sources[0].path.outbound.noise = .none
            $0.clients[0].sources[0].path.inbound.noise = .exponential(mean: 2e-3)
        }
    }

    /// Queues with delays of a gamma distribution.
    public static var gamma: Scenario {
        noisy("gamma", "1 ms of delay, four queues of 250 µs each", .gamma(shape: 4, mean: 1e-3))
    }

    /// Queues with delays of heavy tails.
    public static var pareto: Scenario {
        noisy("pareto", "1 ms of delay, Pareto jitter without a variance", .pareto(shape: 1.5, scale: 0.5e-3))
    }

    /// Queues with delays of a log-normal distribution.
    public static var logNormal: Scenario {
        noisy("lognormal", "1 ms of delay, log-normal jitter", .logNormal(median: 0.5e-3, sigma: 1.5))
    }

    /// Queues that stay long for longer than a poll.
    public static var congestion: Scenario {
        noisy(
            "congestion", "1 ms of delay, 1 ms of jitter that lasts for minutes",
            .correlated(mean: 1e-3, time: 300))
    }

    /// Paths whose length changes.
    public static var routes: Scenario {
        base.named("routes", "base, and packets take longer, then shorter ways") {
            $0.clients[0].sources[0].path.routeChanges = [
                .init(at: 15_000, outbound: 4e-3, inbound: 4e-3),
                .init(at: 25_000, outbound: 0.5e-3, inbound: 0.5e-3),
            ]
        }
    }

    /// Everything that a network may do to packets.
    public static var chaos: Scenario {
        base.named("chaos", "base, and packets are lost, doubled and overtaken") {
            for leg in [\PathModel.outbound, \PathModel.inbound] {
                $0.clients[0].sources[0].path[keyPath: leg].loss = 0.1
                $0.clients[0].sources[0].path[keyPath: leg].duplication = 0.2
                $0.clients[0].sources[0].path[keyPath: leg].reordering = 0.1
            }
        }
    }

    private static func noisy(_ name: String, _ summary: String, _ noise: Noise) -> Scenario {
        base.named(name, summary) {
            $0.clients[0].sources[0].path = PathModel(delay: 1e-3, noise: noise)
        }
    }
}
