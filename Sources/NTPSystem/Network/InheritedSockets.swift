// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc

/// UDP sockets that a service manager has bound and handed over (LISTEN_FDS), as systemd does for a socket unit.
///
/// Requests wait in them while the daemon is restarted. A class, because each is taken once, by whoever wants to bind
/// its address.
public final class InheritedSockets {
    /// Where the descriptors begin; sd_listen_fds(3).
    private static let first: Int32 = 3

    private var sockets: [(number: Int32, address: SocketAddress)]

    /// None.
    public init() {
        sockets = []
    }

    /// Those that the environment says are this process's; the variables go, so that nobody takes them again.
    public static func ofThisProcess() -> InheritedSockets {
        let process = ProcessEnvironment.value(of: "LISTEN_PID").flatMap { pid_t($0) }
        let count = ProcessEnvironment.value(of: "LISTEN_FDS").flatMap { Int32($0) }
        for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsafe unsetenv(name) }
        guard process == getpid(), let count, 1...1024 ~= count else { return InheritedSockets() }
        return InheritedSockets(descriptors: first..<first + count)
    }

    init(descriptors: Range<Int32>) {
        sockets = descriptors.compactMap { number in
            var address = ntp_address()
            return unsafe ntp_inherit_socket(number, &address) == 0 ? (number, SocketAddress(address)) : nil
        }
    }

    /// What the sockets are bound to that nobody has taken.
    public var addresses: [SocketAddress] { sockets.map(\.address) }

    /// The socket that is bound to an address; nil when there is none.
    func take(_ address: SocketAddress) -> FileDescriptor? {
        guard let index = sockets.firstIndex(where: { $0.address == address }) else { return nil }
        return FileDescriptor(owning: sockets.remove(at: index).number)
    }

    /// Closes those that nobody has taken: what comes to them would wait for ever.
    public func closeRest() {
        for socket in sockets { close(socket.number) }
        sockets = []
    }
}
