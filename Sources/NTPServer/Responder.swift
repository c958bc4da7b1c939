// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// Answers requests: a datagram and when it came go in, a reply and a verdict come out.
///
/// Keeps no memory of clients and never allocates while answering. Not copyable, because its counters are
/// about one stream of datagrams: each serving thread has a responder of its own.
///
/// What makes it harmless to strangers: a reply is never longer than its request, and only those modes are
/// answered that no reply has, so that no two servers can be made to talk to each other.
public struct Responder: ~Copyable {
    /// Who is answered.
    public var access: AccessList
    /// What the clock is worth; to be replaced at every update of it.
    public var state: ServerState
    /// What has the keys by which requests may be authenticated; nil: there are none.
    public var authenticator: (any MessageAuthenticator)?
    public internal(set) var counters = ServerCounters()
    private var noise: NoiseGenerator

    /// - Parameter seed: Anything, but different for each responder.
    public init(access: AccessList, state: ServerState, seed: UInt64) {
        self.access = access
        self.state = state
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
        var claim: Claim?
        if layout.authenticator != nil {
            claim = provenClaim(of: datagram, layout)
            // A plain reply would be no use to who asked for an authenticated one, but might be taken for it.
            guard claim != nil else { return .drop(.unauthenticated) }
        }
        // Extension fields are passed over: none is known that a reply must have because a request had it.
        reply(to: layout.packet, mode: mode, receivedAt: receivedAt, transmitAt: transmitAt)
            .serialize(into: &output)
        if let claim { authenticate(&output, as: claim) }
        return .respond
    }

    private mutating func reply(
        to request: NTPPacket, mode: Mode, receivedAt: NTPDate, transmitAt: NTPDate
    ) -> NTPPacket {
        let received = NTPTimestamp(receivedAt)
        var reply = state.header(version: request.version, mode: mode, poll: request.poll, at: received)
        reply.originTimestamp = request.transmitTimestamp
        // Random bits where the clock has none to give: RFC 5905, section 6. One draw is enough for both.
        let random = noise.next()
        reply.receiveTimestamp = received.replacing(state.noiseMask, by: random)
        reply.transmitTimestamp = NTPTimestamp(transmitAt).replacing(state.noiseMask, by: random >> 32)
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

extension NTPTimestamp {
    fileprivate func replacing(_ mask: UInt64, by random: UInt64) -> NTPTimestamp {
        NTPTimestamp(bits: bits & ~mask | random & mask)
    }
}
