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
        let number = try SystemError.check(ntp_client_open_unix(), "open a socket for", on: path)
        let file = FileDescriptor(owning: number)
        // First, so that the error is about what the user knows, and nothing is left behind by it.
        try SystemError.check(unsafe ntp_client_connect_unix(number, path), "connect to", on: path)
        try SystemError.check(
            unsafe ntp_client_bind_unix(number, localPath), "make the socket", on: localPath)
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
        let length = unsafe ntp_client_receive(descriptor, &buffer, limit)
        guard length != -EAGAIN else { return nil }
        try SystemError.check(length, "receive")
        return length <= limit ? Array(buffer.prefix(Int(length))) : nil
    }
}
