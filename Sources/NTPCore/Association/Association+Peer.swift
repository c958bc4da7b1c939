// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The symmetric modes of RFC 5905, section 3: both ends tell the time to each other, and each packet is request and
/// reply at once. In interleaved mode, RFC 9769, section 3, a packet tells when the one before it really left.
extension Association {
    /// Appends the packet that is due and schedules the next one. Nothing is appended when the key is missing.
    ///
    /// - Parameters:
    ///   - output: Takes the packet.
    ///   - now: The time for timers.
    ///   - authenticator: What has the keys.
    ///   - generator: Spreads the polls.
    ///   - header: What is said of the local clock.
    ///   - timescale: The time that is told without its corrections.
    ///   - told: The time that is told for a reading of the local clock.
    public mutating func writePeerPacket(
        _ header: PeerHeader, on timescale: MonotonicTimescale, into output: inout OutputRawSpan,
        at now: MonotonicInstant, authenticator: (any MessageAuthenticator)? = nil,
        using generator: inout some RandomNumberGenerator, told: (NTPDate) -> NTPDate
    ) {
        noteUnanswered()
        var packet = header.packet
        packet.version = options.version
        packet.mode = .symmetricActive
        packet.poll = poll
        if let latest = peer.latest {
            packet.originTimestamp = latest.header.transmitTimestamp
            packet.receiveTimestamp = peer.arrivalToTell(told)
            if options.interleaved, let departed = peer.departureToTell {
                // By which of its two timestamps comes back, the peer tells the modes apart.
                packet.originTimestamp = latest.header.receiveTimestamp
                packet.transmitTimestamp = NTPTimestamp(told(departed))
            }
            if packet.receiveTimestamp == packet.transmitTimestamp { packet.receiveTimestamp.bits &-= 1 }
        }
        var request = Request(nonce: packet.transmitTimestamp)
        if packet.receiveTimestamp != .zero { request.interleavedNonce = packet.receiveTimestamp }
        let root = timescale.root(
            delay: header.rootDelay, dispersion: header.rootDispersion, received: packet.receiveTimestamp)
        send(request, as: packet, root: root, into: &output, with: authenticator)
        if state != .idle { peer.sent() }
        countRequest()
        scheduleNext(after: now, using: &generator)
    }

    /// The interval between packets: the shorter one of those of both ends.
    var peerPollSeconds: Double {
        guard options.mode == .symmetric, let latest = peer.latest else { return pollSeconds }
        let shortest = options.minimumPoll.seconds
        return min(pollSeconds, max(shortest, latest.header.poll.seconds))
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
        guard packet.transmitTimestamp != .zero, peer.latest?.isRepeated(by: packet) != true else {
            return .ignored
        }
        let root = monotonicRoot(in: datagram, layout)
        peer.received(PeerPacket(header: packet, receivedAt: date, receivedBy: source, root: root))

        // The peer may not have heard of our latest packet yet; that one is measured by one of the peer's alone.
        guard case .awaitingReply(let request) = state, let sentAt = request.sentAt,
            [request.nonce, request.interleavedNonce].contains(packet.originTimestamp),
            packet.receiveTimestamp != .zero
        else { return .ignored }
        var exchange = Exchange(
            requestSent: sentAt, requestReceived: packet.receiveTimestamp, replyReceived: date,
            packet: packet, sentBy: request.sentBy, receivedBy: source)
        exchange.isMeasured = packet.originTimestamp == request.nonce
        exchange.note(root)
        noteValid()
        peer.answered(exchange)
        var measurement =
            exchange.isMeasured ? basicMeasurement(of: exchange) : interleavedMeasurement(of: exchange)
        measurement.latestTimescale = exchange.timescale
        return judge(measurement, tests: .valid, localID: localID, now: now)
    }

    /// What is measured when the peer tells with a packet when that one left.
    ///
    /// Of two exchanges: that which the packet has ended, and the one before, which the packet before has begun and our
    /// own one has ended, as the peer sees it. The shorter wait is the better one: less time for the two clocks to drift
    /// apart. Who polls right before the other one would else have nothing but the longest waits.
    private func basicMeasurement(of exchange: Exchange) -> Measurement {
        let own = exchange.basicMeasurement
        // A packet that answered nothing may be anybody's, and an interleaved one doesn't tell when it left itself.
        guard let before = peer.acknowledged, before.exchange?.isMeasured == true,
            before.header.leap != .unsynchronized, exchange.isOfOneTime(as: before)
        else { return own }
        return own.orBetter(exchange.begun(by: before).measurement(vouchedForBy: exchange.packet))
    }

    /// What is measured when the peer tells with a packet when the one before it left.
    ///
    /// Of two exchanges again: that which the packet before has ended, and the one that it has begun.
    private func interleavedMeasurement(of exchange: Exchange) -> Measurement {
        guard let before = peer.acknowledged else { return exchange.basicMeasurement }
        let own = exchange.begun(by: before).measurement(completedBy: exchange.packet)
        guard let ended = before.exchange, !ended.isMeasured, exchange.isOfOneTime(as: before) else {
            return own
        }
        return own.orBetter(ended.measurement(completedBy: exchange.packet))
    }
}

extension Exchange {
    /// The exchange of which our packet is the end, as the peer sees it, and not the beginning.
    fileprivate func begun(by packet: PeerPacket) -> Exchange {
        var exchange = self
        exchange.replyReceived = packet.receivedAt
        exchange.receivedBy = packet.receivedBy
        exchange.packet = packet.header
        exchange.monotonicRoot = packet.root
        return exchange
    }

    /// Whether the peer has not corrected its time between the two packets; it may not say.
    fileprivate func isOfOneTime(as packet: PeerPacket) -> Bool {
        guard let timescale, let root = packet.root else { return true }
        return RemoteTimescale(root, of: packet.header)?.isAsFarAhead(as: timescale) ?? false
    }
}

extension Measurement {
    /// The time between the two packets of the exchange, by the peer's clock, in seconds.
    fileprivate var remoteWait: Double {
        replySent.seconds(since: requestReceived).magnitude
    }

    /// How fast two clocks may drift apart: twice MAXFREQ of RFC 5905, section 7.3.
    private static var largestFrequency: Double { 1e-3 }

    /// The one of the two with the shorter wait; this one, of which both of the peer's timestamps are from one packet, also
    /// where the delays show that the peer has corrected its time before the second one of the other.
    fileprivate func orBetter(_ other: Measurement) -> Measurement {
        let difference = (other.delay - delay).magnitude
        let isCorrected = difference > remoteWait * Self.largestFrequency + delay.magnitude
        return other.remoteWait < remoteWait && !isCorrected ? other : self
    }
}
