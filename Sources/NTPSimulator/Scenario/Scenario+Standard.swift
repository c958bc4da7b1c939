// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// The scenarios that disciplines are compared by: those that chronyd's figures are known for.
extension Scenario {
    /// One server, polled every 64 s over a path whose delay varies by as much as it is long.
    public static var base: Scenario {
        Scenario("base", "1 ms of delay, 1 ms of jitter", clients: [.steady(.exponential(1e-3, jitter: 1e-3))])
    }

    public static var lan: Scenario {
        var lan = Scenario(
            "lan", "50 µs of delay, 10 µs of jitter",
            clients: [.steady(.exponential(50e-6, jitter: 10e-6))])
        lan.convergenceBound = 2e-5
        return lan
    }

    public static var jump: Scenario {
        var jump = base
        jump.name = "jump"
        jump.summary = "base, and the frequency jumps by 20 ppm at 20,000 s"
        jump.clients[0].oscillator.jumps = [.init(at: 20_000, by: 20e-6)]
        return jump
    }

    public static var falsetickers: Scenario {
        let path = PathModel(delay: 5e-3, noise: .exponential(mean: 1e-3))
        let servers = [
            ServerModel(), ServerModel(), ServerModel(), ServerModel(offset: 50e-3),
            ServerModel(frequency: 10e-6),
        ]
        var scenario = Scenario(
            "falsetickers", "five servers, one 50 ms ahead, one gaining 10 ppm; 5 ms of delay, 1 ms of jitter",
            clients: [.steady(servers.map { SourceModel(.server($0), path: path) })])
        scenario.convergenceBound = 2e-3
        return scenario
    }

    public static var loss: Scenario {
        var loss = base
        loss.name = "loss"
        loss.summary = "base, and 30 % of the packets are lost, each way"
        loss.clients[0].sources[0].path.outbound.loss = 0.3
        loss.clients[0].sources[0].path.inbound.loss = 0.3
        return loss
    }

    public static var defaults: Scenario {
        var defaults = base
        defaults.name = "defaults"
        defaults.summary = "base, with polls from 64 s to 1024 s, a burst and a step at the start"
        defaults.clients[0].sources[0].association.maximumPoll = PollInterval(exponent: 10)
        defaults.clients[0].sources[0].association.initialBurst = true
        defaults.clients[0].options.step = StepPolicy(threshold: 1, limit: .updates(3))
        return defaults
    }

    /// In the order in which they are listed and compared.
    public static var compared: [Scenario] {
        [base, lan, jump, falsetickers, loss, defaults]
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

    static func steady(_ source: SourceModel, wander: Double = 1e-9) -> ClientModel {
        steady([source], wander: wander)
    }
}

extension SourceModel {
    /// A truthful server behind queues without memory.
    static func exponential(_ delay: Double, jitter: Double) -> SourceModel {
        SourceModel(.server(ServerModel()), path: PathModel(delay: delay, noise: .exponential(mean: jitter)))
    }
}
