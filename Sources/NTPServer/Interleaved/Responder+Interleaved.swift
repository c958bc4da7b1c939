// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

extension Responder {
    /// Makes a reply tell when the one before left, if the request asks for that and it is known; remembers it, so that
    /// the next can tell when this one left. See RFC 9769, section 2.
    mutating func interleave(_ reply: inout NTPPacket, to request: NTPPacket, from client: ClientAddress) {
        let departing = reply.transmitTimestamp
        if request.receiveTimestamp != request.transmitTimestamp,
            let departed = departures?.departure(of: request.originTimestamp, for: client)
        {
            // By which of its two timestamps comes back, the client tells the modes apart.
            reply.originTimestamp = request.receiveTimestamp
            reply.transmitTimestamp = departed
            counters.interleaved &+= 1
        }
        departures?.record(reply.receiveTimestamp, departing: departing, for: client)
        awaitsDeparture = departures != nil
    }

    /// Takes note of when a reply left, by the kernel: to be called for those that `awaitsDeparture` was true for.
    public mutating func noteDeparture(of reply: RawSpan, at date: NTPDate) {
        guard let packet = try? NTPPacket(parsing: reply) else { return }
        departures?.correct(packet.receiveTimestamp, departed: NTPTimestamp(date).even)
    }
}

extension NTPTimestamp {
    /// As the server's receive timestamps are, so that they are known again.
    var odd: NTPTimestamp { NTPTimestamp(bits: bits | 1) }
    /// As all its other timestamps are.
    var even: NTPTimestamp { NTPTimestamp(bits: bits & ~1) }
    var isOdd: Bool { bits & 1 != 0 }
}
