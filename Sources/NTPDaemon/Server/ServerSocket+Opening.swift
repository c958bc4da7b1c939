// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPSystem

extension ServerSocket {
    /// Binds the server's port in each address family; one of them is enough. Tells the log about it.
    ///
    /// - Returns: For each thread a socket of each family, or for the main loop, when it serves.
    static func open(
        _ configuration: Configuration, families: Set<AddressFamily>,
        orFrom inherited: InheritedSockets = InheritedSockets(), stampedBy converter: StampConverter? = nil,
        log: Log
    ) throws(StartupError) -> [[ServerSocket]] {
        let count = max(1, configuration.server.threads)
        var groups: [[ServerSocket]] = Array(repeating: [], count: count)
        var failures: [SystemError] = []
        for family in AddressFamily.allCases where families.contains(family) {
            do {
                let sockets = try bind(configuration, family, orFrom: inherited, stampedBy: converter)
                for (group, socket) in zip(groups.indices, sockets) { groups[group].append(socket) }
            } catch {
                failures.append(error)
            }
        }
        let sockets = groups[0]
        // A machine without IPv6 is nothing to complain about. One that has it switched off lacks the address.
        let serious = failures.filter { !$0.isUnsupported }
        guard serious.allSatisfy({ $0.isAddressMissing && !sockets.isEmpty }) else { throw .port(serious) }
        for socket in sockets { socket.announce(in: log) }
        for failure in serious { log.warning("Serving without one address: \(failure)") }
        return groups
    }

    /// Binds as many sockets to the server's port as there are threads.
    private static func bind(
        _ configuration: Configuration, _ family: AddressFamily, orFrom inherited: InheritedSockets,
        stampedBy converter: StampConverter?
    ) throws(SystemError) -> [ServerSocket] {
        let address = configuration.server.address(for: family)
        var options = configuration.serverSocket
        options.usesHardwareStamps = converter != nil
        let count = configuration.server.threads
        guard count > 1 else {
            let socket = try UDPSocket(bindingTo: address, options: options, orFrom: inherited)
            return [ServerSocket(socket, stampedBy: converter)]
        }
        // Sockets that share a port would share that of another server, too: this one doesn't, and so finds it.
        _ = try UDPSocket(bindingTo: address, options: options)
        options.sharesLoad = true
        var sockets: [ServerSocket] = []
        for _ in 0..<count {
            let socket = try UDPSocket(bindingTo: address, options: options)
            sockets.append(ServerSocket(socket, stampedBy: converter))
        }
        try sockets[0].divideBySender(among: count, key: .random(in: 0 ... .max))
        return sockets
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
        socket.sharesAddress = client.port == server.port || hasPeers
        socket.broadcasts = !server.broadcasts.isEmpty
        return socket
    }
}
