// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPSystem

/// A UDP socket that requests for reports come to.
///
/// A class, because an array can't hold a socket otherwise.
final class ControlPort {
    private let socket: UDPSocket
    /// Few, so that requests for the time, which come in between, don't wait for long.
    private var batch = DatagramBatch(capacity: 8)

    init(_ socket: consuming UDPSocket) {
        self.socket = socket
    }

    var descriptor: Int32 { socket.descriptor }
    var address: SocketAddress { socket.localAddress }

    /// Answers what is waiting, one batch of it, with what `answer` returns.
    func answerEach(_ answer: (ReceivedDatagram, RawSpan) -> [UInt8]?) throws(SystemError) {
        guard try batch.receive(from: socket) > 0 else { return }
        batch.answerEach { datagram, bytes, output in
            guard !datagram.isTruncated, let reply = answer(datagram, bytes) else { return }
            for byte in reply { output.append(byte) }
        }
        // A reply that can't be sent is as good as one that the network lost: the client asks again.
        _ = batch.sendReplies(through: socket)
    }
}

/// The Unix socket that requests for reports and orders come to.
///
/// A class, because what holds it is copied, and a socket can't be.
final class ControlSocket {
    private var socket: UnixDatagramSocket?
    let descriptor: Int32
    let path: String

    init(_ socket: consuming UnixDatagramSocket) {
        descriptor = socket.descriptor
        path = socket.path
        self.socket = consume socket
    }

    /// Answers what is waiting, one request of it, with what `answer` returns.
    func answer(_ answer: (RawSpan) -> [UInt8]?) throws(SystemError) {
        try socket?.answer(answer)
    }

    /// Closes the socket and removes its path.
    func remove() {
        socket.take()?.remove()
    }
}
