// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControlClient
import NTPSystem

/// Where the daemon is.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The daemon's Unix socket.", valueName: "path"))
    var socket: String?

    @Option(help: "The daemon's address or host name, instead of this machine's.")
    var host: String?

    /// Without the option, where the variable of containers has put it: their health check is run with it, too.
    @Option(help: "The daemon's UDP port for control requests.")
    var port =
        ProcessEnvironment.value(of: "CHRONY_CMDPORT").flatMap(UInt16.init) ?? ControlEndpoint.standardPort

    @Option(
        help: ArgumentHelp(
            "How long to wait for an answer before asking again; then twice as long, and so on.",
            valueName: "time"))
    var timeout = Seconds(Patience.standard.timeout)

    @Option(help: ArgumentHelp("How often to ask again.", valueName: "count"))
    var retries = Patience.standard.retries

    func validate() throws {
        guard timeout.value > 0, timeout.value <= 60 else {
            throw ValidationError("--timeout must be above 0 and at most 60 seconds.")
        }
        guard retries <= 10 else { throw ValidationError("--retries must be at most 10.") }
        guard socket == nil || host == nil else {
            throw ValidationError("--socket and --host exclude each other: give one of them.")
        }
    }

    func makeClient() throws -> ControlClient {
        ControlClient(try endpoints(), patience: Patience(timeout: timeout.value, retries: retries))
    }

    private func endpoints() throws -> [ControlEndpoint] {
        if let socket { return [.unix(socket)] }
        guard let host else { return ControlEndpoint.local(port: port) }
        return try HostLookup.addresses(of: host, port: port).map { .udp($0) }
    }
}
