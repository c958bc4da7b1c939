// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// The socket of one request, from when it is sent until it is answered or forgotten.
///
/// Each request has a socket of its own, and so a new random port. A class, because an array can't hold a socket
/// otherwise.
final class Exchange {
    /// How long an answer is waited for, in seconds: as long as one may be under way, and a server's time.
    private static let patience = 4.0

    let source: SourceID
    let socket: UDPSocket
    let expiry: MonotonicInstant

    init(source: SourceID, server: SocketAddress, now: MonotonicInstant) throws(SystemError) {
        self.source = source
        socket = try UDPSocket(connectingTo: server)
        expiry = now.advanced(by: Self.patience)
    }
}
