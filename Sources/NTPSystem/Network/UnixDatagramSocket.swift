// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc

/// A socket with a path, by which programs on this machine talk to the daemon. Never blocks.
///
/// Who may do so is up to the permissions of the folder that it is in.
public struct UnixDatagramSocket: ~Copyable {
    public let path: String
    private let file: FileDescriptor
    /// The file that was made for the path, by which another one in its place is told apart.
    private let identity: FileIdentity?

    /// Longer than any request; what is cut off here is none.
    private static let bufferSize = 2048
    /// For the owner and the group; whom the folder keeps out doesn't even get here.
    private static let permissions: mode_t = 0o660

    /// Makes the socket; one that a process has left which is gone is replaced.
    public init(bindingTo path: String) throws(SystemError) {
        try Self.removeLeftover(path)
        file = try Self.bound(to: path)
        identity = FileIdentity(path)
        self.path = path
    }

    /// For `Poller`; stays this socket's own.
    public var descriptor: Int32 {
        file.number
    }

    /// Takes a datagram, if one is waiting, and sends its sender what `answer` returns, if anything.
    ///
    /// A sender that is gone by then, or has no path to answer to, is no error.
    public borrowing func answer(_ answer: (RawSpan) -> [UInt8]?) throws(SystemError) {
        var peer = ntp_unix_peer()
        var buffer = [UInt8](repeating: 0, count: Self.bufferSize)
        let length = unsafe ntp_unix_receive(descriptor, &buffer, buffer.count, &peer)
        // Nothing that is too long to be received whole is a request.
        guard length != -EAGAIN, length != -EMSGSIZE else { return }
        try SystemError.check(length, "receive from", on: path)
        guard let reply = unsafe answer(buffer.span.bytes.extracting(first: Int(length))) else { return }
        _ = unsafe ntp_unix_send(descriptor, reply, reply.count, &peer)
    }

    /// Removes the path, unless it has come to be that of something else.
    public borrowing func remove() {
        let known = identity
        if known != nil, known == FileIdentity(path) { unsafe unlink(path) }
    }

    private static func bound(to path: String) throws(SystemError) -> FileDescriptor {
        let file = try open()
        let result = unsafe ntp_unix_bind(file.number, path)
        guard result == 0 else {
            let remedy = result == -ENOENT ? "its folder must exist" : nil
            throw SystemError(code: -result, operation: "bind", object: path, remedy: remedy)
        }
        guard unsafe chmod(path, permissions) == 0 else { throw .latest("set the permissions of", on: path) }
        return file
    }

    private static func open() throws(SystemError) -> FileDescriptor {
        FileDescriptor(owning: try SystemError.check(ntp_unix_open(), "open a Unix socket"))
    }

    /// A socket is nobody's when nothing can be sent to it.
    private static func removeLeftover(_ path: String) throws(SystemError) {
        guard let status = FileStatus(path) else { return }
        guard status.kind == .socket else {
            throw SystemError(
                code: EEXIST, operation: "bind", object: path, remedy: "it isn't a socket: remove it")
        }
        let probe = try open()
        let result = unsafe ntp_unix_connect(probe.number, path)
        guard result == -ECONNREFUSED else {
            throw SystemError(
                code: result == 0 ? EADDRINUSE : -result, operation: "bind", object: path,
                remedy: result == 0 ? "another daemon listens there: stop it, or choose another path" : nil)
        }
        unsafe unlink(path)
    }
}
