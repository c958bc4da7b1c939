// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// A datagram to a server's reply: what must hold for any bytes, from a client's port and from a peer's, over IPv4 and
// IPv6, with a limit to the rate of clients.

import NTPCore
import NTPServer

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let datagram = UnsafeRawBufferPointer(start: start, count: count)
    for port in [123, 40_000] as [UInt16] {
        // Different clients for different inputs, so that few are limited and the table is always full.
        check(datagram, from: ClientAddress(ipv4: UInt32(truncatingIfNeeded: number), port: port))
        check(datagram, from: ClientAddress(high: number >> 4, low: number, port: port))
        number &+= 1
    }
    return 0
}

// Made once: making them takes longer than an answer.
nonisolated(unsafe) private var responder = makeResponder()
nonisolated(unsafe) private var number: UInt64 = 0
nonisolated(unsafe) private let reply = UnsafeMutableRawBufferPointer.allocate(byteCount: 256, alignment: 8)

private func check(_ datagram: UnsafeRawBufferPointer, from client: ClientAddress) {
    // Times near to what the datagram claims: an attacker knows what time it is.
    let request = try? NTPPacket(parsing: datagram.bytes)
    let now = NTPDate(bits: Int128(request?.transmitTimestamp.bits ?? 0) << 32)
    var output = OutputRawSpan(buffer: reply, initializedCount: 0)
    let verdict = responder.respond(
        to: datagram.bytes, from: client, receivedAt: now, transmitAt: now, into: &output)
    let length = output.finalize(for: reply)
    guard verdict == .respond || verdict == .kiss else {
        precondition(length == 0, "bytes were written for a datagram that isn't answered")
        return
    }
    precondition(length >= NTPPacket.byteCount && length <= datagram.count, "the reply is too long")
    let sent = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(reply)[..<length])
    guard let request, let packet = try? NTPPacket(parsing: sent.bytes) else {
        preconditionFailure("the reply or what it answers is no packet")
    }
    precondition(packet.mode == .server || packet.mode == .symmetricPassive, "this mode isn't a reply's")
    precondition(packet.version == request.version, "the reply has another version than the request")
    precondition(packet.originTimestamp == request.transmitTimestamp, "the reply is to another request")
    var again = OutputRawSpan(buffer: reply, initializedCount: length)
    let second = responder.respond(
        to: sent.bytes, from: client, receivedAt: now, transmitAt: now, into: &again)
    precondition(second == .drop(.notARequest), "a reply is answered: two servers could loop")
}

private func makeResponder() -> Responder {
    var tracking = Tracking.unsynchronized
    tracking.leap = .none
    tracking.stratum = 3
    tracking.dispersionRate = 1e-6
    var generator = SystemRandomNumberGenerator()
    let state = ServerState(tracking, precision: -24, using: &generator)
    return Responder(
        access: AccessList([AccessList.Rule(.allow, .allIPv4), AccessList.Rule(.allow, .allIPv6)]),
        state: state,
        clients: ClientTable(byteLimit: 65_536, key: (1, 2)),
        rateLimit: RateLimit(interval: -4, burst: 2, leak: 2, kod: 1), seed: 1)
}
