// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPSystem

extension ServerPort {
    /// Binds the server's port in each address family; one of them is enough. Tells the log about it.
    ///
    /// - Returns: For each thread a port of each family, or for the main loop, when it serves.
    static func open(
        _ configuration: Configuration, families: Set<AddressFamily>, log: Log
    ) throws(StartupError) -> [[ServerPort]] {
        let count = max(1, configuration.server.threads)
        var groups: [[ServerPort]] = Array(repeating: [], count: count)
        var failures: [SystemError] = []
        for family in AddressFamily.allCases where families.contains(family) {
            do {
                let ports = try bind(configuration, family)
                for (group, port) in zip(groups.indices, ports) { groups[group].append(port) }
            } catch {
                failures.append(error)
            }
        }
        let ports = groups[0]
        // A machine without IPv6 is nothing to complain about. One that has it switched off lacks the address.
        let serious = failures.filter { !$0.isUnsupported }
        guard serious.allSatisfy({ $0.isAddressMissing && !ports.isEmpty }) else { throw .port(serious) }
        for port in ports { port.announce(in: log) }
        for failure in serious { log.warning("Serving without one address: \(failure)") }
        return groups
    }

    /// Binds as many sockets to the server's port as there are threads.
    private static func bind(
        _ configuration: Configuration, _ family: AddressFamily
    ) throws(SystemError) -> [ServerPort] {
        let address = configuration.server.address(for: family)
        var options = configuration.serverSocket
        let count = configuration.server.threads
        guard count > 1 else { return [ServerPort(try UDPSocket(bindingTo: address, options: options))] }
        // Sockets that share a port would share that of another server, too: this one doesn't, and so finds it.
        _ = try UDPSocket(bindingTo: address, options: options)
        options.sharesLoad = true
        var ports: [ServerPort] = []
        for _ in 0..<count { ports.append(ServerPort(try UDPSocket(bindingTo: address, options: options))) }
        try ports[0].divideBySender(among: count, key: .random(in: 0 ... .max))
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
