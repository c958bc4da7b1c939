// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// Answers requests: a datagram and when it came go in, a reply and a verdict come out.
///
/// Never allocates while answering: the table of clients has all its memory from the start. Not copyable, because
/// its counters are about one stream of datagrams: each serving thread has a responder of its own.
///
/// What makes it harmless to strangers: a reply is never longer than its request, and only those modes are
/// answered that no reply has, so that no two servers can be made to talk to each other.
public struct Responder: ~Copyable, Sendable {
    /// Who is answered.
    public var access: AccessList
    /// What the clock is worth; to be replaced at every update of it.
    public var state: ServerState
    /// The timescale that clients may ask for besides; to be replaced whenever the time that is served is corrected.
    public var monotonic = MonotonicTimescale()
    /// Who has asked; nil where nobody is remembered, and so nobody limited.
    public var clients: ClientTable?
    /// What has the keys by which requests may be authenticated; nil: there are none.
    public var authenticator: (any MessageAuthenticator)?
    /// When replies left, for interleaved mode; nil: there is only basic mode.
    public var departures: DepartureTable?
    /// Whether the client of the latest reply wants to know when it left; see `noteDeparture(of:at:)`.
    public internal(set) var awaitsDeparture = false
    /// What became of the datagrams so far.
    public internal(set) var counters = ServerCounters()
    /// How many requests of a client are answered; nil for all of them.
    public var rateLimit: RateLimit?
    private var noise: NoiseGenerator

    /// - Parameters:
    ///   - access: Who is answered.
    ///   - state: What is said of the local clock.
    ///   - clients: Where requests are counted; nil for nowhere.
    ///   - rateLimit: How many replies a client gets; nil for as many as it asks for.
    ///   - seed: Anything, but different for each responder.
    public init(
        access: AccessList, state: ServerState, clients: ClientTable? = nil, rateLimit: RateLimit? = nil,
        seed: UInt64
    ) {
        self.access = access
        self.state = state
        self.clients = clients
        self.rateLimit = rateLimit
        noise = NoiseGenerator(seed: seed)
    }

    /// Answers one datagram.
    ///
    /// - Parameters:
    ///   - datagram: What was received, whole; anything at all.
    ///   - client: Where it came from.
    ///   - receivedAt: When it came, by the local clock; the kernel's timestamp where there is one.
    ///   - transmitAt: When the reply will leave, by the local clock: the time now, as near as can be.
    ///   - output: Takes the reply; must have room for as many bytes as `datagram` has.
    public mutating func respond(
        to datagram: RawSpan, from client: ClientAddress,
        receivedAt: NTPDate, transmitAt: NTPDate, into output: inout OutputRawSpan
    ) -> Verdict {
        awaitsDeparture = false
        let verdict = answer(
            datagram, from: client, receivedAt: receivedAt, transmitAt: transmitAt, into: &output)
        counters.count(verdict)
        return verdict
    }

    private mutating func answer(
        _ datagram: RawSpan, from client: ClientAddress,
        receivedAt: NTPDate, transmitAt: NTPDate, into output: inout OutputRawSpan
    ) -> Verdict {
        guard access.allows(client) else { return .drop(.denied) }
        guard let layout = try? DatagramLayout(parsing: datagram) else { return .drop(.malformed) }
        guard let mode = Self.replyMode(to: layout.packet, from: client.port) else {
            return .drop(.notARequest)
        }
        // Before anything that costs more than this does.
        let admission = admit(client, at: receivedAt)
        guard admission != .drop else { return .drop(.limited) }
        var claim: Claim?
        if layout.authenticator != nil {
            claim = provenClaim(of: datagram, layout)
            // A plain reply would be no use to who asked for an authenticated one, but might be taken for it.
            guard claim != nil else { return .drop(.unauthenticated) }
        }
        var reply = reply(to: layout.packet, mode: mode, receivedAt: receivedAt, transmitAt: transmitAt)
        if admission == .kiss {
            reply.becomeKiss(.rate, poll: rateLimit?.interval ?? 0)
        } else if mode == .server, layout.packet.originTimestamp.isOdd {
            interleave(&reply, to: layout.packet, from: client)
        }
        reply.serialize(into: &output)
        if admission != .kiss, !layout.extensionFields.isEmpty {
            appendFields(answering: datagram, layout, received: reply.receiveTimestamp, into: &output)
        }
        if let claim { authenticate(&output, as: claim) }
        return admission == .kiss ? .kiss : .respond
    }

    private mutating func admit(_ client: ClientAddress, at date: NTPDate) -> Admission {
        clients?.admit(client, at: date, under: rateLimit, random: noise.next()) ?? .answer
    }

    private mutating func reply(
        to request: NTPPacket, mode: Mode, receivedAt: NTPDate, transmitAt: NTPDate
    ) -> NTPPacket {
        let received = NTPTimestamp(receivedAt)
        var reply = state.header(version: request.version, mode: mode, poll: request.poll, at: received)
        reply.originTimestamp = request.transmitTimestamp
        // Random bits where the clock has none to give: RFC 5905, section 6. One draw is enough for both.
        let random = noise.next()
        reply.receiveTimestamp = received.replacing(state.noiseMask, by: random).odd
        reply.transmitTimestamp = NTPTimestamp(transmitAt).replacing(state.noiseMask, by: random >> 32).even
        // Both in one tick of the clock, and the random bits say that it was sent before it came.
        let elapsed = Int64(bitPattern: reply.transmitTimestamp.bits &- reply.receiveTimestamp.bits)
        if elapsed < 0, elapsed.magnitude <= state.noiseMask {
            reply.transmitTimestamp = NTPTimestamp(bits: reply.receiveTimestamp.bits &+ 1)
        }
        return reply
    }

    /// The mode in which a request is answered; nil for what is none.
    private static func replyMode(to request: NTPPacket, from port: UInt16) -> Mode? {
        // Nobody can receive on port 0.
        guard port != 0 else { return nil }
        switch request.mode {
        case .client:
            return .server
        case .symmetricActive:
            // As the passive peer that RFC 5905, section 9.2 would mobilize here, but without becoming one:
            // no stranger gets an association out of us by asking for it.
            return .symmetricPassive
        case .reserved where request.version == 1 && port != ntpPort:
            // Version 1 knew no modes: a client showed by its port that it was no peer.
            return .server
        case .reserved, .symmetricPassive, .server, .broadcast, .control, .privateUse:
            return nil
        }
    }

    private static var ntpPort: UInt16 { 123 }
}

extension NTPPacket {
    /// Says why there is no time in it, as RFC 5905, section 7.4 has it; the timestamps stay.
    fileprivate mutating func becomeKiss(_ code: ReferenceID, poll interval: Int8) {
        leap = .unsynchronized
        stratum = 0
        referenceID = code
        poll = max(poll, PollInterval(exponent: interval))
    }
}

extension NTPTimestamp {
    fileprivate func replacing(_ mask: UInt64, by random: UInt64) -> NTPTimestamp {
        NTPTimestamp(bits: bits & ~mask | random & mask)
    }
}
