// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Association {
    /// What came of a datagram.
    public enum Outcome: Hashable, Sendable {
        /// Not NTP, not a reply, or not ours: somebody else's, forged, late or repeated. To be counted at most.
        case ignored
        /// The server answered, but with nothing to go by: which tests it passed, and what it would be.
        case rejected(PacketTests, Measurement)
        /// The server refuses to answer, now or at all.
        case kiss(KissCode)
        case measured(Measurement)
        /// A reply that passes all tests, but tells of an exchange that has been measured.
        case confirmed(PacketTests, Measurement)
    }

    /// Root distances from here on say nothing. RFC 5905 calls it MAXDISP.
    private static let maximumRootDistance = 16.0
    /// No server needs longer between receiving and answering.
    private static let maximumServerTime = 4.0

    /// Takes in a datagram from the server's address.
    ///
    /// - Parameters:
    ///   - datagram: All of it; anything at all.
    ///   - date: When it came, by the local clock.
    ///   - source: Who took that time.
    ///   - localID: The reference ID by which others know the local address it came to, so that a server
    ///     which follows us is recognised.
    ///   - authenticator: What has the key by which the datagram must be authenticated, if there is one.
    ///   - now: The time for timers.
    public mutating func handle(
        datagram: RawSpan, receivedAt date: NTPDate, by source: TimestampSource,
        localID: ReferenceID? = nil, authenticator: (any MessageAuthenticator)? = nil, now: MonotonicInstant
    ) -> Outcome {
        counters.received &+= 1
        if options.mode == .symmetric {
            return handlePeer(
                datagram, receivedAt: date, by: source, localID: localID, authenticator: authenticator,
                now: now)
        }
        guard case .awaitingReply(let request) = state, let sentAt = request.sentAt,
            let layout = try? DatagramLayout(parsing: datagram), layout.packet.mode == .server
        else { return .ignored }
        let packet = layout.packet
        var tests = identityTests(of: packet, request: request)
        if isAuthentic(datagram, layout, with: authenticator) { tests.insert(.authenticated) }

        // Before anything else is believed: a forged kiss would otherwise silence us.
        guard tests.isSuperset(of: [.notDuplicate, .originMatches, .authenticated]) else { return .ignored }
        if let kiss = KissCode(packet) {
            state = .idle
            obey(kiss, now: now)
            return .kiss(kiss)
        }
        guard tests.isSuperset(of: .valid) else { return .ignored }
        let before = packet.originTimestamp == request.interleavedNonce ? latestExchange : nil
        var exchange = Exchange(
            requestSent: sentAt, requestReceived: packet.receiveTimestamp, replyReceived: date,
            packet: packet, sentBy: request.sentBy, receivedBy: source)
        exchange.isMeasured = before == nil
        exchange.note(monotonicRoot(in: datagram, layout))
        noteValid()
        latestExchange = exchange

        var measurement = before?.measurement(completedBy: packet) ?? exchange.basicMeasurement
        measurement.latestTimescale = exchange.timescale
        if request.isPresend {
            tests.formUnion(qualityTests(of: measurement, localID: localID))
            return .rejected(tests.subtracting(.delay), measurement)
        }
        // The first reply of interleaved mode tells of an exchange that was measured by its own reply.
        return judge(
            measurement, tests: tests, isRepeated: before?.isMeasured == true, localID: localID, now: now)
    }

    /// Decides by its quality what becomes of a measurement by a valid reply, which has passed these tests.
    mutating func judge(
        _ measurement: Measurement, tests: PacketTests, isRepeated: Bool = false, localID: ReferenceID?,
        now: MonotonicInstant
    ) -> Outcome {
        let tests = tests.union(qualityTests(of: measurement, localID: localID))
        guard tests == .all else {
            pollPolicy.adjust(by: Self.badReplyAdjustment)
            return .rejected(tests, measurement)
        }
        counters.good &+= 1
        reach.answered()
        guard !isRepeated else { return .confirmed(tests.subtracting(.delay), measurement) }
        noteMeasured(delay: measurement.delay, now: now)
        return .measured(measurement)
    }

    /// What a reply that can't be used says about the poll interval: ask a little less often.
    private static let badReplyAdjustment = 0.1

    private func identityTests(of packet: NTPPacket, request: Request) -> PacketTests {
        var passed: PacketTests = []
        let isRepeated =
            packet.transmitTimestamp == latestExchange?.packet.transmitTimestamp
            && packet.receiveTimestamp == latestExchange?.packet.receiveTimestamp
        if packet.transmitTimestamp == .zero || !isRepeated { passed.insert(.notDuplicate) }
        if [request.nonce, request.interleavedNonce].contains(packet.originTimestamp) {
            passed.insert(.originMatches)
        }
        if packet.receiveTimestamp != .zero, packet.transmitTimestamp != .zero {
            passed.insert(.timestampsSet)
        }
        return passed
    }

    /// Whether the datagram is authenticated by the key of this source, and no other; without one, any datagram is.
    func isAuthentic(
        _ datagram: RawSpan, _ layout: DatagramLayout, with authenticator: (any MessageAuthenticator)?
    ) -> Bool {
        guard let key = options.key else { return true }
        return authenticator.map { layout.isAuthentic(datagram, by: key, with: $0) } ?? false
    }

    /// What the packet says by the extension field F323, where it was asked for.
    func monotonicRoot(in datagram: RawSpan, _ layout: DatagramLayout) -> MonotonicRoot? {
        guard options.extensionFields.contains(.monotonicRoot) else { return nil }
        var found: MonotonicRoot?
        layout.forEachField(in: datagram) { found = found ?? MonotonicRoot($0, in: datagram) }
        return found
    }

    private func qualityTests(of measurement: Measurement, localID: ReferenceID?) -> PacketTests {
        let packet = measurement.packet
        // B and C compare with earlier samples, which `SampleTests` knows.
        var passed: PacketTests = [.delayRatio, .delayDeviation]
        if packet.leap != .unsynchronized, 1...15 ~= packet.stratum { passed.insert(.synchronized) }
        if measurement.rootDelay / 2 + measurement.rootDispersion < Self.maximumRootDistance {
            passed.insert(.rootDistance)
        }
        let serverTime = measurement.replySent.seconds(since: measurement.requestReceived)
        let localTime = measurement.replyReceived.seconds(since: measurement.requestSent)
        // Below its precision, a clock's timestamps are random, and may be in the wrong order.
        let least = -packet.precisionSeconds
        // A peer answers when its own poll is due, and one of interleaved mode may tell of our answer to it.
        let isInOrder =
            options.mode == .symmetric
            ? (localTime >= 0 ? serverTime >= least : serverTime <= -least)
            : least...Self.maximumServerTime ~= serverTime && localTime >= 0
        if measurement.delay <= options.maximumDelay, isInOrder { passed.insert(.delay) }
        if !isOwn, packet.stratum <= 1 || packet.referenceID != localID { passed.insert(.notLooped) }
        return passed
    }

    mutating func noteValid() {
        state = .idle
        counters.valid &+= 1
        unanswered = 0
        denials = 0
    }

    private mutating func noteMeasured(delay: Double, now: MonotonicInstant) {
        noteDelay(delay)
        beforeMeasured = (burst, deadline)
        guard burst != nil else { return hasten(now: now) }
        burst?.answered()
        guard burst?.isOver == true else { return }
        burst = nil
        // The request after the burst was scheduled as part of it.
        schedule(at: now.advanced(by: pollSeconds))
    }

    /// Begins with polls of less than a second as soon as the network turns out to be quick enough for them.
    private mutating func hasten(now: MonotonicInstant) {
        guard poll.exponent < 0, let deadline, deadline.seconds(since: now) > pollSeconds else { return }
        schedule(at: now.advanced(by: pollSeconds))
    }

    /// The latest measurement turned out to be of no use: it took too long beside others. A burst goes on for a better one.
    mutating func noteUseless() {
        counters.good &-= 1
        (burst, deadline) = (beforeMeasured.burst, beforeMeasured.deadline)
    }
}
