// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPSystem

extension ServerPort {
    /// Binds the server's port in each address family; one of them is enough. Tells the log about it.
    static func open(
        _ configuration: Configuration, families: Set<AddressFamily>, log: Log
    ) throws(StartupError) -> [ServerPort] {
        var ports: [ServerPort] = []
        var failures: [SystemError] = []
        for family in AddressFamily.allCases where families.contains(family) {
            do {
                let socket = try UDPSocket(
                    bindingTo: configuration.server.address(for: family), options: configuration.serverSocket)
                ports.append(ServerPort(socket))
            } catch {
                failures.append(error)
            }
        }
        // A machine without IPv6 is nothing to complain about. One that has it switched off lacks the address.
        let serious = failures.filter { !$0.isUnsupported }
        guard serious.allSatisfy({ $0.isAddressMissing && !ports.isEmpty }) else { throw .port(serious) }
        for port in ports { port.announce(in: log) }
        for failure in serious { log.warning("Serving without one address: \(failure)") }
        return ports
    }

    private func announce(in log: Log) {
        log.info("Serving time on \(address)")
        for refusal in refusals {
            log.info("The system refuses \(refusal); serving without it")
        }
    }
}

extension Configuration {
    fileprivate var serverSocket: UDPSocket.Options {
        var socket = UDPSocket.Options()
        socket.interface = server.device
        socket.dscp = client.dscp
        socket.sharesAddress = client.port == server.port
        return socket
    }
}
