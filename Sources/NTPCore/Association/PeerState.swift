// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A packet of a peer, of which the next one to it tells.
struct PeerPacket: Hashable, Sendable {
    var header: NTPPacket
    /// By the local clock.
    var receivedAt: NTPDate
    var receivedBy: TimestampSource
    /// What it says by the extension field F323.
    var root: MonotonicRoot?
    /// The exchange that it ended; nil when it answered nothing.
    var exchange: Exchange?

    /// Whether it is the same one, which the network has brought twice. One that tells when the packet before it left
    /// has a timestamp of that one, but never both.
    func isRepeated(by packet: NTPPacket) -> Bool {
        header.transmitTimestamp == packet.transmitTimestamp
            && header.receiveTimestamp == packet.receiveTimestamp
    }
}

/// What went to and fro between a peer and us of late: what the next packet tells, and in which mode it may.
struct PeerState: Hashable, Sendable {
    /// The latest packet from the peer.
    private(set) var latest: PeerPacket?
    /// The one that our latest packet told of.
    private(set) var acknowledged: PeerPacket?
    /// When our latest packet left, by somebody who knows it better than the packet itself.
    private var departed: NTPDate?
    /// Whether a valid packet came since, and whether one came between that packet of ours and the one before.
    private var hasHeard = false
    private var wasResponse = false
    /// How many of our packets have told of the peer's latest one.
    private var tellings: UInt8 = 0

    /// When the peer's latest packet came, by the time that is told; another one with each packet that tells it, by
    /// fractions of a nanosecond, so that an answer to one of them isn't taken for one to the next.
    func arrivalToTell(_ told: (NTPDate) -> NTPDate) -> NTPTimestamp {
        guard let latest else { return .zero }
        return NTPTimestamp(bits: NTPTimestamp(told(latest.receivedAt)).bits &+ UInt64(tellings))
    }

    /// When our latest packet left, if the next one may tell that instead of its own time: RFC 9769, section 3.
    ///
    /// Only a packet that answers the peer's anew may, and only of one that was the sole answer to the peer's before:
    /// so the peer can't take it for the time of another one, whatever the network has lost.
    var departureToTell: NTPDate? {
        hasHeard && wasResponse ? departed : nil
    }

    mutating func received(_ packet: PeerPacket) {
        latest = packet
        tellings = 0
    }

    /// The latest packet is valid, and ended an exchange.
    mutating func answered(_ exchange: Exchange) {
        latest?.exchange = exchange
        hasHeard = true
    }

    /// A packet is sent that tells of the peer's latest.
    mutating func sent() {
        (wasResponse, hasHeard) = (hasHeard, false)
        acknowledged = latest
        departed = nil
        tellings &+= 1
    }

    /// By a clock reading around the call it isn't known any better than the packet says.
    mutating func noteDeparture(at date: NTPDate, by source: TimestampSource) {
        departed = source == .daemon ? nil : date
    }
}
