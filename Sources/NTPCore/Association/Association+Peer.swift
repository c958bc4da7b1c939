// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The symmetric modes of RFC 5905, section 3: both ends tell the time to each other, and each packet is request and
/// reply at once.
extension Association {
    /// The latest packet of a peer, of which the next one to it tells.
    struct PeerPacket: Hashable, Sendable {
        var transmitted: NTPTimestamp
        /// By the local clock.
        var receivedAt: NTPDate
        var poll: PollInterval
    }

    /// Appends the packet that is due and schedules the next one. Nothing is appended when the key is missing.
    ///
    /// - Parameters:
    ///   - header: What is said of the local clock, with the time at which it is said as transmit timestamp.
    ///   - pending: What the local clock is to gain, in seconds, to be the one of which the header tells.
    public mutating func writePeerPacket(
        _ header: NTPPacket, pending: Double, into output: inout OutputRawSpan, at now: MonotonicInstant,
        authenticator: (any MessageAuthenticator)? = nil, using generator: inout some RandomNumberGenerator
    ) {
        noteUnanswered()
        var packet = header
        packet.version = options.version
        packet.mode = .symmetricActive
        packet.poll = poll
        if let latestPeerPacket {
            packet.originTimestamp = latestPeerPacket.transmitted
            packet.receiveTimestamp = NTPTimestamp(latestPeerPacket.receivedAt.advanced(by: pending))
        }
        send(Request(nonce: packet.transmitTimestamp), as: packet, into: &output, with: authenticator)
        countRequest()
        scheduleNext(after: now, using: &generator)
    }

    /// The interval between packets: the shorter one of those of both ends.
    var peerPollSeconds: Double {
        guard options.mode == .symmetric, let latestPeerPacket else { return pollSeconds }
        let shortest = options.minimumPoll.seconds
        return min(pollSeconds, max(shortest, latestPeerPacket.poll.seconds))
    }

    /// Takes in a datagram from the peer.
    mutating func handlePeer(
        _ datagram: RawSpan, receivedAt date: NTPDate, by source: TimestampSource, localID: ReferenceID?,
        authenticator: (any MessageAuthenticator)?, now: MonotonicInstant
    ) -> Outcome {
        // Without authentication nothing is touched: somebody else could break the exchange (CVE-2015-1853).
        guard let layout = try? DatagramLayout(parsing: datagram),
            [.symmetricActive, .symmetricPassive].contains(layout.packet.mode),
            isAuthentic(datagram, layout, with: authenticator)
        else { return .ignored }
        let packet = layout.packet
        guard packet.transmitTimestamp != .zero,
            packet.transmitTimestamp != latestPeerPacket?.transmitted
        else { return .ignored }
        latestPeerPacket = PeerPacket(
            transmitted: packet.transmitTimestamp, receivedAt: date, poll: packet.poll)

        // The peer may not have heard of our latest packet yet; that one is measured by one of the peer's alone.
        guard case .awaitingReply(let request) = state, let sentAt = request.sentAt,
            packet.originTimestamp == request.nonce, packet.receiveTimestamp != .zero
        else { return .ignored }
        let exchange = Exchange(
            requestSent: sentAt, requestReceived: packet.receiveTimestamp, replyReceived: date,
            packet: packet, sentBy: request.sentBy, receivedBy: source)
        noteValid(exchange)
        return judge(exchange.basicMeasurement, tests: .valid, localID: localID, now: now)
    }
}
