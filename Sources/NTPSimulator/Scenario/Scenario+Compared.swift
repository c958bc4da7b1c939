// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// The scenarios that disciplines are compared by: those that chronyd's figures are known for.
extension Scenario {
    /// One server, asked every 64 s over a path whose delay varies by as much as it is long.
    public static var base: Scenario {
        Scenario(
            "base", "1 ms of delay, 1 ms of jitter", clients: [.steady(.exponential(1e-3, jitter: 1e-3))])
    }

    /// A path as short and quiet as that to a server in the same room.
    public static var lan: Scenario {
        Scenario(
            "lan", "50 µs of delay, 10 µs of jitter", clients: [.steady(.exponential(50e-6, jitter: 10e-6))]
        )
        .with { $0.convergenceBound = 2e-5 }
    }

    /// An oscillator that is not the same after 20,000 s.
    public static var jump: Scenario {
        base.named("jump", "base, and the frequency jumps by 20 ppm") {
            $0.clients[0].oscillator.jumps = [.init(at: 20_000, by: 20e-6)]
        }
    }

    /// Two of five servers that are not to be believed, one from the start, one only by and by.
    public static var falsetickers: Scenario {
        let path = PathModel(delay: 5e-3, noise: .exponential(mean: 1e-3))
        let liars = [ServerModel(offset: 50e-3), ServerModel(frequency: 10e-6)]
        let servers = [ServerModel(), ServerModel(), ServerModel()] + liars
        let client = ClientModel.steady(servers.map { SourceModel(.server($0), path: path) })
        return Scenario(
            "falsetickers",
            "5 ms of delay, 1 ms of jitter, five servers: one 50 ms ahead, one gaining 10 ppm",
            clients: [client]
        ).with { $0.convergenceBound = 2e-3 }
    }

    /// A path that loses half of all exchanges.
    public static var loss: Scenario {
        base.named("loss", "base, and 30 % of the packets are lost each way") {
            $0.clients[0].sources[0].path.outbound.loss = 0.3
            $0.clients[0].sources[0].path.inbound.loss = 0.3
        }
    }

    /// What most configurations say.
    public static var defaults: Scenario {
        base.named("defaults", "base, but polls of 64 s to 1024 s, with a burst and a step at the start") {
            $0.clients[0].sources[0].association.maximumPoll = PollInterval(exponent: 10)
            $0.clients[0].sources[0].association.initialBurst = true
            $0.clients[0].options.step = StepPolicy(threshold: 1, limit: .updates(3))
        }
    }
}

extension Scenario {
    /// This scenario, changed.
    public func with(_ change: (inout Scenario) -> Void) -> Scenario {
        var changed = self
        change(&changed)
        return changed
    }

    /// This scenario, changed, under another name.
    public func named(_ name: String, _ summary: String, _ change: (inout Scenario) -> Void) -> Scenario {
        var changed = with(change)
        changed.name = name
        changed.summary = summary
        return changed
    }
}

extension ClientModel {
    /// A clock that starts 0.1 s and 100 ppm off and wanders a little, with sources that are asked every 64 s.
    public static func steady(_ sources: [SourceModel], wander: Double = 1e-9) -> ClientModel {
        var client = ClientModel(sources: sources)
        client.oscillator.wander = wander
        for index in client.sources.indices {
            client.sources[index].association.maximumPoll = PollInterval(exponent: 6)
        }
        return client
    }

    /// A client with a good oscillator and one source.
    public static func steady(_ source: SourceModel, wander: Double = 1e-9) -> ClientModel {
        steady([source], wander: wander)
    }
}

extension SourceModel {
    /// A truthful server behind queues without memory.
    public static func exponential(_ delay: Double, jitter: Double) -> SourceModel {
        SourceModel(.server(ServerModel()), path: PathModel(delay: delay, noise: .exponential(mean: jitter)))
    }
}
