// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// The scenarios that disciplines are compared by.
extension Scenario {
    /// One server, polled every 64 s over a path whose delay varies by as much as it is long.
    public static var base: Scenario {
        let source = SourceModel(
            .server(ServerModel()), path: PathModel(delay: 1e-3, noise: .exponential(mean: 1e-3)))
        return Scenario("base", "1 ms path with 1 ms of jitter", clients: [.steady([source])])
    }
}

extension ClientModel {
    /// A clock that starts 0.1 s and 100 ppm off and wanders a little; each source is polled every 64 s.
    static func steady(_ sources: [SourceModel], wander: Double = 1e-9) -> ClientModel {
        var client = ClientModel(sources: sources)
        client.oscillator.wander = wander
        for index in client.sources.indices {
            client.sources[index].association.maximumPoll = PollInterval(exponent: 6)
        }
        return client
    }
}
