// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc

/// A socket that talks to one other end, over the network or on this machine, and never blocks.
///
/// For requests whose time doesn't matter; a time client has `UDPSocket`, which stamps its packets.
public struct DatagramClient: ~Copyable {
    private let file: FileDescriptor
    /// The socket's own name in the file system, which goes with it.
    private let localPath: String?

    /// A UDP socket.
    public init(connectingTo address: SocketAddress) throws(SystemError) {
        let object = address.description
        let number = try SystemError.check(
            ntp_socket_open(address.family.cFamily), "open a socket for", on: object)
        let file = FileDescriptor(owning: number)
        var cAddress = address.cAddress
        try SystemError.check(unsafe ntp_socket_connect(number, &cAddress), "connect to", on: object)
        self.file = file
        localPath = nil
    }

    /// A Unix socket.
    ///
    /// - Parameter localPath: What the other end sends its answers to; must be free, in a folder that both can use.
    public init(connectingTo path: String, from localPath: String) throws(SystemError) {
        let number = try SystemError.check(ntp_unix_open(), "open a socket for", on: path)
        let file = FileDescriptor(owning: number)
        // First, so that the error is about what the user knows, and nothing is left behind by it. From here on
        // the kernel takes datagrams from nobody else.
        try SystemError.check(unsafe ntp_unix_connect(number, path), "connect to", on: path)
        try Self.bind(number, to: localPath)
        self.file = file
        self.localPath = localPath
    }

    deinit {
        // Somebody who has moved the folder has to tidy up as well.
        if let localPath { _ = unsafe unlink(localPath) }
    }

    /// For `Poller`; stays this socket's own.
    public var descriptor: Int32 {
        file.number
    }

    public borrowing func send(_ datagram: RawSpan) throws(SystemError) {
        let result = unsafe datagram.withUnsafeBytes { bytes in
            unsafe ntp_socket_send(descriptor, bytes.baseAddress, bytes.count)
        }
        guard result < 0 else { return }
        throw SystemError(code: -result, operation: "send")
    }

    /// The next datagram; nil when none is waiting, or when it is longer than `limit`.
    ///
    /// Throws what the network has reported about an earlier datagram, too.
    public borrowing func receive(limit: Int) throws(SystemError) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: limit)
        // Whom it is from is known: the socket is connected.
        var peer = ntp_unix_peer()
        let length = unsafe ntp_unix_receive(descriptor, &buffer, limit, &peer)
        guard length != -EAGAIN, length != -EMSGSIZE else { return nil }
        try SystemError.check(length, "receive")
        return Array(buffer.prefix(Int(length)))
    }

    /// Gives the socket a name to which everybody who may use the folder can send, whichever user the daemon is.
    ///
    /// The mode is that of the file from its first moment. To set it later, by name, would be to set that of
    /// whatever another user of the folder has put in its place.
    private static func bind(_ number: Int32, to path: String) throws(SystemError) {
        let previous = umask(0)
        defer { umask(previous) }
        try SystemError.check(unsafe ntp_unix_bind(number, path), "make the socket", on: path)
    }
}
