// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// Servers that don't do what they should, and servers that are clients themselves.
extension Scenario {
    /// The client that counts asks another one, which asks another one, which asks a primary server.
    public static var chain: Scenario {
        let path = PathModel(delay: 1e-3, noise: .exponential(mean: 0.2e-3))
        let peers: [SourceModel.Peer] = [.client(1), .client(2), .server(ServerModel())]
        let clients = peers.enumerated().map { index, peer in
            var client = ClientModel.steady(SourceModel(peer, path: path))
            client.offset = 0.1 * Double(index + 1)
            client.oscillator.frequency = 50e-6 * Double(index - 1)
            return client
        }
        return Scenario("chain", "three clients in a row, the last of them at stratum 4", clients: clients)
    }

    /// Each would be the other's source; when the server falls silent, they must not feed on each other.
    public static var loop: Scenario {
        let path = PathModel(delay: 1e-3, noise: .exponential(mean: 0.2e-3))
        var server = ServerModel()
        server.conduct = [.init(at: 20_000, to: .silent)]
        let clients = [1, 0].map { other in
            ClientModel.steady(
                [SourceModel(.server(server), path: path), SourceModel(.client(other), path: path)])
        }
        return Scenario(
            "loop", "two clients that follow a server and each other; the server dies", clients: clients
        )
        .with { $0.convergenceBound = 2e-3 }
    }

    /// Servers that fall silent, and come back.
    public static var silence: Scenario {
        serverThat(
            "silence", "base, but the server is down for three hours",
            [.init(at: 12_000, to: .silent), .init(at: 22_800, to: .answers)])
    }

    /// A server that refuses.
    public static var kissed: Scenario {
        serverThat(
            "kissed", "base, but the server finds us too eager, then denies us, then relents",
            [
                .init(at: 12_000, to: .kiss(.rate)), .init(at: 12_500, to: .answers),
                .init(at: 20_000, to: .kiss(.deny)), .init(at: 22_000, to: .answers),
            ])
    }

    /// Servers that lose their time.
    public static var unsynchronized: Scenario {
        serverThat(
            "unsynchronized", "base, but the server loses its own source for an hour",
            [.init(at: 20_000, to: .unsynchronized), .init(at: 23_600, to: .answers)])
    }

    /// A server that announces a leap second which doesn't come.
    public static var wrongLeap: Scenario {
        let path = PathModel(delay: 1e-3, noise: .exponential(mean: 1e-3))
        var wrong = ServerModel()
        wrong.leap = .insertSecond
        let servers = [ServerModel(), ServerModel(), wrong]
        return Scenario(
            "wrongleap", "three servers, one of which announces a leap second that doesn't come",
            clients: [.steady(servers.map { SourceModel(.server($0), path: path) })])
    }

    /// A truechimer for half the time.
    public static var turncoat: Scenario {
        let path = PathModel(delay: 1e-3, noise: .exponential(mean: 1e-3))
        var turncoat = ServerModel()
        turncoat.jumps = [.init(at: 20_000, by: 0.2)]
        let servers = [turncoat, ServerModel(), ServerModel()]
        return Scenario(
            "turncoat", "three servers, one of which jumps by 200 ms",
            clients: [.steady(servers.map { SourceModel(.server($0), path: path) })])
    }

    private static func serverThat(
        _ name: String, _ summary: String, _ conduct: [ServerModel.Change]
    ) -> Scenario {
        base.named(name, summary) {
            var server = ServerModel()
            server.conduct = conduct
            $0.clients[0].sources[0].peer = .server(server)
        }
    }
}
