// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPServer

/// What the tests of the responder share: a synchronised server that answers everybody, and requests to it.
enum Fixture {
    static let client = ClientAddress(ipv4: 0xC000_0201, port: 40_000)
    static let now = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 250_000_000)

    static let everybody = AccessList([
        AccessList.Rule(.allow, .allIPv4), AccessList.Rule(.allow, .allIPv6),
    ])

    /// Stratum 2, updated 100 s ago, gaining 10 µs/s of dispersion since.
    static var tracking: Tracking {
        var tracking = Tracking.unsynchronized
        tracking.leap = .none
        tracking.stratum = 2
        tracking.referenceID = ReferenceID(bits: 0xC633_6401)
        tracking.referenceTime = now.advanced(by: -100)
        tracking.rootDelay = 0.010
        tracking.rootDispersion = 0.001
        tracking.dispersionRate = 1e-5
        return tracking
    }

    static func state(_ tracking: Tracking = tracking, precision: Int8 = -24) -> ServerState {
        var generator = SystemRandomNumberGenerator()
        return ServerState(tracking, precision: precision, using: &generator)
    }

    static func responder(
        access: AccessList = everybody, state: ServerState = state(), seed: UInt64 = 1
    ) -> Responder {
        Responder(access: access, state: state, seed: seed)
    }

    /// A request's 48 bytes with a recognisable transmit timestamp, and what follows them.
    static func request(
        version: UInt8 = 4, mode: Mode = .client, poll: Int8 = 6, trailer: [UInt8] = []
    ) -> [UInt8] {
        var packet = NTPPacket(version: version, mode: mode)
        packet.poll = PollInterval(exponent: poll)
        packet.transmitTimestamp = nonce
        return serialized(capacity: NTPPacket.byteCount) { packet.serialize(into: &$0) } + trailer
    }

    static let nonce = NTPTimestamp(bits: 0x1122_3344_5566_7788)
}

/// The bytes that `write` appends.
func serialized(capacity: Int, _ write: (inout OutputRawSpan) -> Void) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        let bytes = UnsafeMutableRawBufferPointer(buffer)
        var output = unsafe OutputRawSpan(buffer: bytes, initializedCount: 0)
        write(&output)
        count = unsafe output.finalize(for: bytes)
    }
}

/// A datagram's fate with the reply, if there is one.
struct Answer {
    var verdict: Verdict
    var bytes: [UInt8]
    var packet: NTPPacket? { try? unsafe NTPPacket(parsing: bytes.span.bytes) }
}

extension Responder {
    mutating func answer(
        to datagram: [UInt8], from client: ClientAddress = Fixture.client,
        receivedAt: NTPDate = Fixture.now, transmitAt: NTPDate = Fixture.now.advanced(by: 20e-6)
    ) -> Answer {
        var verdict = Verdict.drop(.malformed)
        // More room than any reply needs, so that one which is too long is seen and doesn't trap.
        let bytes = serialized(capacity: 2048) { output in
            verdict = respond(
                to: unsafe datagram.span.bytes, from: client,
                receivedAt: receivedAt, transmitAt: transmitAt, into: &output)
        }
        return Answer(verdict: verdict, bytes: bytes)
    }
}
