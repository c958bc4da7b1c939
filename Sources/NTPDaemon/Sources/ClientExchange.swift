// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// The socket of one request to a source, from when it is sent until it is answered or forgotten.
///
/// Each request has a socket of its own, and so a new random port: an attacker off the path would have to guess
/// that as well. A class, because a dictionary can't hold a socket otherwise.
final class ClientExchange {
    /// How long an answer is waited for, in seconds: beyond the longest delay that any configuration accepts.
    private static let patience = 8.0

    let source: SourceID
    let socket: UDPSocket
    let expiry: MonotonicInstant
    /// Whether it goes on after a reply.
    let isLasting: Bool

    init(source: SourceID, socket: consuming UDPSocket, now: MonotonicInstant) {
        self.source = source
        self.socket = socket
        expiry = now.advanced(by: Self.patience)
        isLasting = false
    }

    /// One for all packets of a peer.
    init(peer source: SourceID, socket: consuming UDPSocket) {
        self.source = source
        self.socket = socket
        expiry = MonotonicInstant(nanoseconds: .max)
        isLasting = true
    }
}
