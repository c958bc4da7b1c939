// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPSystem

/// Where commands come in. Nothing of it is needed for keeping the time, so whatever fails is said and done without.
extension Startup {
    /// What a folder may grant at most, so that its owner and group alone reach the socket in it.
    private static let folderPermissions: UInt32 = 0o770

    private var command: CommandConfiguration { configuration.command }

    /// Binds the port for commands in each address family.
    func openControlPorts() -> [ControlPort] {
        guard options.task == .follow, command.port != 0 else { return [] }
        var ports: [ControlPort] = []
        var failures: [SystemError] = []
        var socketOptions = UDPSocket.Options()
        socketOptions.interface = command.device
        for family in AddressFamily.allCases where families.contains(family) {
            do {
                let socket = try UDPSocket(
                    bindingTo: command.address(for: family), options: socketOptions, orFrom: inherited)
                ports.append(ControlPort(socket))
            } catch {
                // A machine without IPv6 is nothing to complain about.
                let isMissing = error.isUnsupported || error.isAddressMissing && !command.names(family)
                if !isMissing { failures.append(error) }
            }
        }
        tell(of: ports, failures)
        return ports
    }

    private func tell(of ports: [ControlPort], _ failures: [SystemError]) {
        if !ports.isEmpty {
            log.info("Giving reports on \(ports.map { "\($0.address)" }.joined(separator: " and "))")
        }
        // The other family fails for the same reason.
        guard var failure = failures.first else { return }
        failure.remedy =
            failure.isPermission
            ? "run as root, choose another 'cmdport', or do without by 'cmdport 0'"
            : "another daemon is running there, or choose another 'cmdport'"
        log.warning("No reports over UDP: \(failure)")
    }

    /// Makes sure that the folder of the Unix socket is closed to strangers: it is all that keeps them from giving
    /// orders.
    ///
    /// - Returns: Whether there is to be a socket in it.
    func prepareControlFolder() throws(StartupError) -> Bool {
        guard options.task == .follow, let path = command.socketFolder else { return false }
        let owner = try identity()
        if let problem = folderProblem(path, owner: owner) {
            log.warning("Commands aren't taken on \(command.socketPath): \(problem)")
            return false
        }
        return true
    }

    private func folderProblem(_ path: String, owner: (user: UInt32, group: UInt32)) -> String? {
        // Where it stands above all, /run, others have a link.
        guard let status = FileStatus(path, link: .target) else {
            do {
                try Folder.create(
                    path, permissions: Self.folderPermissions, user: owner.user, group: owner.group)
                return nil
            } catch {
                return "\(error)"
            }
        }
        guard status.kind == .folder else { return "\(path) isn't a folder" }
        guard status.permissions & ~Self.folderPermissions == 0 else {
            let permissions = String(status.permissions, radix: 8)
            return "the folder \(path) has permissions \(permissions) and is open to strangers: "
                + "run 'chmod 750 \(path)'"
        }
        guard status.user == owner.user, status.group == owner.group else {
            return "the folder \(path) belongs to user \(status.user), group \(status.group): "
                + "run 'chown \(owner.user):\(owner.group) \(path)'"
        }
        return nil
    }

    /// Makes the Unix socket.
    func openControlSocket() -> ControlSocket? {
        do {
            let socket = ControlSocket(try UnixDatagramSocket(bindingTo: command.socketPath))
            log.info("Taking commands on \(socket.path)")
            return socket
        } catch {
            log.warning("Commands aren't taken: \(error)")
            return nil
        }
    }
}

extension CommandConfiguration {
    /// The folder of the Unix socket; nil when there is to be none.
    fileprivate var socketFolder: String? {
        guard socketPath != "/", let slash = socketPath.lastIndex(of: "/") else { return nil }
        return slash == socketPath.startIndex ? "/" : String(socketPath[..<slash])
    }

    /// Whether the configuration gives an address of that family.
    fileprivate func names(_ family: AddressFamily) -> Bool {
        (family == .ipv4 ? bindAddresses.ipv4 : bindAddresses.ipv6) != nil
    }

    fileprivate func address(for family: AddressFamily) -> SocketAddress {
        let address = family == .ipv4 ? bindAddresses.ipv4 : bindAddresses.ipv6
        return address.map { SocketAddress($0, port: port) } ?? .loopback(family, port: port)
    }
}
