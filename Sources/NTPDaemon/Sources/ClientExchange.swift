// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// The socket of one request to a source, from when it is sent until it is answered or forgotten.
///
/// Each request has a socket of its own, and so a new random port: an attacker off the path would have to guess
/// that as well. A class, because a dictionary can't hold a socket otherwise.
final class ClientExchange {
    /// How long a server may take to answer what it has received, in seconds.
    private static let serverTime = 4.0

    let source: SourceID
    let socket: UDPSocket
    let expiry: MonotonicInstant
    /// Whether it goes on after a reply.
    let isLasting: Bool

    /// - Parameter maximumDelay: How long the packets may be under way, in seconds.
    init(source: SourceID, socket: consuming UDPSocket, maximumDelay: Double, now: MonotonicInstant) {
        self.source = source
        self.socket = socket
        expiry = now.advanced(by: maximumDelay + Self.serverTime)
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
