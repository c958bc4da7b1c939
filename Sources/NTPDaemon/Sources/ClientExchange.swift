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
    private let expiry: MonotonicInstant
    /// When it is forgotten, or, while a reply waits for a timestamp, read.
    private(set) var deadline: MonotonicInstant
    private(set) var isWaiting = false
    var stamps = RequestStamps()
    /// Whether it goes on after a reply.
    let isLasting: Bool
    /// How many datagrams were sent, and which of them is the latest request: a peer may be a client as well.
    private var sentCount: UInt32 = 0
    private var requestNumber: UInt32 = 0

    /// - Parameter maximumDelay: How long the packets may be under way, in seconds.
    init(source: SourceID, socket: consuming UDPSocket, maximumDelay: Double, now: MonotonicInstant) {
        self.source = source
        self.socket = socket
        expiry = now.advanced(by: maximumDelay + Self.serverTime)
        deadline = expiry
        isLasting = false
    }

    /// One for all packets of a peer.
    init(peer source: SourceID, socket: consuming UDPSocket) {
        self.source = source
        self.socket = socket
        expiry = MonotonicInstant(nanoseconds: .max)
        deadline = expiry
        isLasting = true
    }

    func send(request: RawSpan) throws(SystemError) {
        requestNumber = sentCount
        stamps.begin(sent: RealtimeClock.now)
        try send(request)
    }

    func send(_ datagram: RawSpan) throws(SystemError) {
        try socket.send(datagram)
        sentCount &+= 1
    }

    /// Whether a stamp is that of the latest request.
    func isRequest(_ stamp: TransmitTimestamp) -> Bool {
        // Without a number, it is that of the latest datagram: each stamp is taken as soon as it comes.
        (stamp.sequence ?? sentCount &- 1) == requestNumber
    }

    /// Leaves what has come unread for a while.
    func wait(until end: MonotonicInstant) {
        (deadline, isWaiting) = (min(end, expiry), true)
    }

    func endWait() {
        (deadline, isWaiting) = (expiry, false)
    }
}
