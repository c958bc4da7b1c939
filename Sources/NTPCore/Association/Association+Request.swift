// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Association {
    /// The time until the next request varies by this part of itself, so that clients don't march in step.
    private static let pollVariation = 0.02
    /// How long before a poll the request ahead of it leaves, in seconds; less with polls in quick succession.
    private static let longestPresendLead = 2.0
    /// How late timers are by themselves, in seconds: they know milliseconds, and one for good measure.
    private static let timerLateness = 0.002
    /// What an unanswered request says about the poll interval: after four, ask half as often.
    private static let unansweredAdjustment = 0.25

    /// Appends the request that is due and schedules the next one.
    ///
    /// Any request before it is forgotten: only the latest one can be answered. Nothing is appended when the key
    /// is missing that it is to be authenticated by.
    ///
    /// - Parameters:
    ///   - output: Takes the request.
    ///   - now: The time for timers.
    ///   - authenticator: What has the keys.
    ///   - generator: Makes the number that the reply has to repeat; nobody must be able to foresee it.
    public mutating func writeRequest(
        into output: inout OutputRawSpan, at now: MonotonicInstant,
        authenticator: (any MessageAuthenticator)? = nil,
        using generator: inout some RandomNumberGenerator
    ) {
        noteUnanswered()
        var request = Request(nonce: Self.nonce(using: &generator))
        if isInterleaving { request.interleavedNonce = Self.nonce(using: &generator) }
        request.isPresend = isPresendDue
        send(request, as: packet(for: request), into: &output, with: authenticator)
        hasPresend = request.isPresend
        guard !request.isPresend else { return schedule(at: now.advanced(by: presendLead)) }
        countRequest()
        scheduleNext(after: now, using: &generator)
    }

    mutating func countRequest() {
        reach.requested()
        unreachablePolls = reach.isReachable ? 0 : unreachablePolls + 1
        unanswered += 1
    }

    private func packet(for request: Request) -> NTPPacket {
        var packet = NTPPacket(version: options.version, mode: .client)
        packet.poll = poll
        packet.precision = 32  // Like the zeroes elsewhere: says nothing about this machine.
        packet.transmitTimestamp = request.nonce
        if let nonce = request.interleavedNonce, let latestExchange {
            packet.originTimestamp = latestExchange.requestReceived
            packet.receiveTimestamp = nonce
        }
        return packet
    }

    /// Appends a packet, and its authenticator where there is a key; nothing when the key is missing.
    ///
    /// - Parameter root: What the extension field F323 says, where the packet is to have one.
    mutating func send(
        _ request: Request, as packet: NTPPacket, root: MonotonicRoot = .question,
        into output: inout OutputRawSpan, with authenticator: (any MessageAuthenticator)?
    ) {
        state = .idle
        if let key = options.key {
            guard let authenticator, authenticator.digestLength(of: key) != nil else { return }
            serialize(packet, root, into: &output)
            _ = authenticator.appendAuthenticator(by: key, version: options.version, to: &output)
        } else {
            serialize(packet, root, into: &output)
        }
        state = .awaitingReply(request)
        counters.sent &+= 1
    }

    private func serialize(_ packet: NTPPacket, _ root: MonotonicRoot, into output: inout OutputRawSpan) {
        packet.serialize(into: &output)
        guard packet.version == 4 else { return }
        options.extensionFields.serialize(root, into: &output)
    }

    /// 64 random bits that nobody can guess, and not zero, which stands for nothing.
    private static func nonce(using generator: inout some RandomNumberGenerator) -> NTPTimestamp {
        NTPTimestamp(bits: generator.next(upperBound: UInt64.max) &+ 1)
    }

    /// After so many requests without a reply, the server may have forgotten the exchange that they name.
    private static let interleavedAttempts = 4

    /// Whether the next request asks for what the server knows of the exchange before.
    private var isInterleaving: Bool {
        options.interleaved && latestExchange != nil && unanswered < Self.interleavedAttempts
    }

    /// Whether the next request only goes ahead of the one that is to be measured.
    var isPresendDue: Bool {
        guard let limit = options.presendPoll, poll >= limit, burst == nil else { return false }
        return !hasPresend
    }

    /// When the latest request really left. May be called again with a better timestamp.
    public mutating func requestSent(at date: NTPDate, by source: TimestampSource) {
        if options.mode == .symmetric { peer.noteDeparture(at: date, by: source) }
        guard case .awaitingReply(var request) = state else { return }
        request.sentAt = date
        request.sentBy = source
        state = .awaitingReply(request)
    }

    mutating func noteUnanswered() {
        guard case .awaitingReply(let request) = state, !request.isPresend, burst == nil else { return }
        if unanswered >= 2 { pollPolicy.adjust(by: Self.unansweredAdjustment) }
    }

    /// The series that the request before begins with; nil for a single one.
    private mutating func nextBurst() -> Burst? {
        guard !options.burst else { return .everyPoll(poll, minimum: options.minimumPoll) }
        defer { owesConfirmation = false }
        return owesConfirmation ? .confirmation : nil
    }

    mutating func scheduleNext(
        after now: MonotonicInstant, using generator: inout some RandomNumberGenerator
    ) {
        if burst == nil { burst = nextBurst() }
        burst?.requested()
        if burst?.isOver == true { burst = nil }
        let interval = burst == nil ? peerPollSeconds : Burst.spacing(forPollsEvery: pollSeconds)
        // A timer is late by a fraction of a millisecond: in quick succession, that would add up.
        let late = deadline.map { now.seconds(since: $0) } ?? 0
        let start = 0...Self.timerLateness ~= late ? deadline ?? now : now
        let variation = (Double.random(in: 0..<1, using: &generator) - 0.5) * Self.pollVariation
        schedule(at: start.advanced(by: interval * (1 + variation) - (isPresendDue ? presendLead : 0)))
    }

    private var presendLead: Double {
        min(Self.longestPresendLead, pollSeconds / 2)
    }
}
