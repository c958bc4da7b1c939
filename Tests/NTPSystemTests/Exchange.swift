// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Testing

/// Helpers for talking over the loopback.
enum Exchange {
    /// Waits for a descriptor, a second at most.
    static func wait(for descriptor: Int32) throws -> Readiness {
        var poller = Poller()
        poller.watch(descriptor)
        let deadline = MonotonicClock.now.advanced(by: 1.0)
        while MonotonicClock.now < deadline {
            if try poller.wait(until: deadline) == .ready, let (_, readiness) = poller.nextReady() {
                return readiness
            }
        }
        return []
    }

    static func send(_ bytes: [UInt8], through socket: borrowing UDPSocket) throws {
        try socket.send(unsafe bytes.span.bytes)
    }

    struct Received: Sendable {
        var datagram: ReceivedDatagram
        var bytes: [UInt8]
    }

    /// Receives one batch, after waiting for it.
    static func receive(
        from socket: borrowing UDPSocket, into batch: inout DatagramBatch
    ) throws -> [Received] {
        _ = try wait(for: socket.descriptor)
        try batch.receive(from: socket)
        var received: [Received] = []
        batch.forEach { datagram, bytes in
            received.append(
                Received(datagram: datagram, bytes: unsafe bytes.withUnsafeBytes { unsafe Array($0) }))
        }
        return received
    }

    /// Answers one batch with the bytes in reverse.
    static func answer(
        on socket: borrowing UDPSocket, with batch: inout DatagramBatch
    ) -> TransmitReport {
        batch.answerEach { _, request, output in
            for index in (0..<request.byteCount).reversed() {
                output.append(unsafe request.unsafeLoad(fromByteOffset: index, as: UInt8.self))
            }
        }
        return batch.sendReplies(through: socket)
    }
}
