// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControlClient
import NTPSystem

/// Where the daemon is.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The daemon's Unix socket.", valueName: "path"))
    var socket: String?

    @Option(help: "The daemon's address: this machine's loopback, or another machine's.")
    var host: String?

    @Option(help: "The daemon's UDP port for control requests.")
    var port = ControlEndpoint.standardPort

    @Option(help: "Wait so many seconds for an answer before asking again, then twice as long, and so on.")
    var timeout = Patience.standard.timeout

    @Option(help: "Ask again so often.")
    var retries = Patience.standard.retries

    func validate() throws {
        guard timeout > 0, timeout <= 60 else {
            throw ValidationError("--timeout must be above 0 and at most 60 seconds.")
        }
        guard retries <= 10 else { throw ValidationError("--retries must be at most 10.") }
        guard socket == nil || host == nil else {
            throw ValidationError("--socket and --host exclude each other: give one of them.")
        }
        _ = try endpoints
    }

    var endpoints: [ControlEndpoint] {
        get throws {
            if let socket { return [.unix(socket)] }
            guard let host else { return ControlEndpoint.local(port: port) }
            guard let address = SocketAddress(host, port: port) else {
                throw ValidationError(
                    "'\(host)' is not a numeric address. Names aren't looked up: --host 192.0.2.1")
            }
            return [.udp(address)]
        }
    }

    func makeClient() throws -> ControlClient {
        ControlClient(try endpoints, patience: Patience(timeout: timeout, retries: retries))
    }
}
