// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Association {
    /// The time until the next request varies by this part of itself, so that clients don't march in step.
    private static let pollVariation = 0.02
    /// What an unanswered request says about the poll interval: after four, ask half as often.
    private static let unansweredAdjustment = 0.25

    /// Appends the request that is due and schedules the next one.
    ///
    /// Any request before it is forgotten: only the latest one can be answered. Nothing is appended when the key
    /// is missing that it is to be authenticated by.
    ///
    /// - Parameter authenticator: What has the keys.
    public mutating func writeRequest(
        into output: inout OutputRawSpan, at now: MonotonicInstant,
        authenticator: (any MessageAuthenticator)? = nil,
        using generator: inout some RandomNumberGenerator
    ) {
        noteUnanswered()
        let request = Request(nonce: NTPTimestamp(bits: generator.next(upperBound: UInt64.max) &+ 1))
        reach.requested()
        unanswered += 1
        scheduleNext(after: now, using: &generator)
        guard hasKey(in: authenticator) else {
            state = .idle
            return
        }
        var packet = NTPPacket(version: options.version, mode: .client)
        packet.poll = poll
        packet.precision = 32  // Like the zeroes elsewhere: says nothing about this machine.
        packet.transmitTimestamp = request.nonce
        packet.serialize(into: &output)
        if let key = options.key {
            _ = authenticator?.appendAuthenticator(by: key, version: options.version, to: &output)
        }
        state = .awaitingReply(request)
        counters.sent &+= 1
    }

    /// Whether requests can be authenticated, if they are to be.
    private func hasKey(in authenticator: (any MessageAuthenticator)?) -> Bool {
        options.key.map { authenticator?.digestLength(of: $0) != nil } ?? true
    }

    /// When the latest request really left. May be called again with a better timestamp.
    public mutating func requestSent(at date: NTPDate, by source: TimestampSource) {
        guard case .awaitingReply(var request) = state else { return }
        request.sentAt = date
        request.sentBy = source
        state = .awaitingReply(request)
    }

    private mutating func noteUnanswered() {
        guard case .awaitingReply = state, burst == nil else { return }
        if unanswered >= 2 { pollPolicy.adjust(by: Self.unansweredAdjustment) }
    }

    /// The series that the request before begins with; nil for a single one.
    private mutating func nextBurst() -> Burst? {
        guard !options.burst else { return .everyPoll }
        defer { owesConfirmation = false }
        return owesConfirmation ? .confirmation : nil
    }

    private mutating func scheduleNext(
        after now: MonotonicInstant, using generator: inout some RandomNumberGenerator
    ) {
        if burst == nil { burst = nextBurst() }
        burst?.requested()
        if burst?.isOver == true { burst = nil }
        let interval = burst == nil ? poll.seconds : Burst.spacing(for: poll)
        let variation = (Double.random(in: 0..<1, using: &generator) - 0.5) * Self.pollVariation
        schedule(at: now.advanced(by: interval * (1 + variation)))
    }
}
