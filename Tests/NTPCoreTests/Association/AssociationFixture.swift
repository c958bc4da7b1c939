// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPCore
import Testing

/// An association with a server at the other end of a path without delay.
struct AssociationFixture {
    var association: Association
    var now = MonotonicInstant(nanoseconds: 1_000_000_000)
    var date = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)
    var keys: ToyKeys?
    private var generator = TestGenerator()

    init(_ configure: (inout AssociationOptions) -> Void = { _ in }) {
        var options = AssociationOptions()
        configure(&options)
        association = Association(options: options, start: now)
    }

    /// Sends the request that is due; time goes on to when it is.
    mutating func request() throws -> NTPPacket {
        let datagram = try datagram()
        return unsafe try NTPPacket(parsing: datagram.span.bytes)
    }

    /// The same, whole.
    mutating func datagram() throws -> [UInt8] {
        let due = try #require(association.deadline)
        wait(max(0, due.seconds(since: now)))
        let datagram = bytes {
            association.writeRequest(into: &$0, at: now, authenticator: keys, using: &generator)
        }
        association.requestSent(at: date, by: .kernel)
        return datagram
    }

    /// What a well-behaved server answers, 10 ms after the request, being 0.5 s ahead.
    func reply(to request: NTPPacket, _ change: (inout NTPPacket) -> Void = { _ in }) -> NTPPacket {
        var reply = NTPPacket(version: request.version, mode: .server)
        reply.stratum = 1
        reply.precision = -20
        reply.referenceID = ReferenceID("GPS") ?? .unsynchronized
        reply.originTimestamp = request.transmitTimestamp
        reply.receiveTimestamp = NTPTimestamp(date.advanced(by: 0.505))
        reply.transmitTimestamp = NTPTimestamp(date.advanced(by: 0.505))
        change(&reply)
        return reply
    }

    /// The same of interleaved mode, with when the reply before really left.
    func interleavedReply(
        to request: NTPPacket, departed: NTPTimestamp, _ change: (inout NTPPacket) -> Void = { _ in }
    ) -> NTPPacket {
        reply(to: request) {
            $0.originTimestamp = request.receiveTimestamp
            $0.transmitTimestamp = departed
            change(&$0)
        }
    }

    mutating func receive(_ packet: NTPPacket, after delay: Double = 0.01) -> Association.Outcome {
        receive(packet.serialized, after: delay)
    }

    mutating func receive(_ datagram: [UInt8], after delay: Double = 0.01) -> Association.Outcome {
        wait(delay)
        return unsafe association.handle(
            datagram: datagram.span.bytes, receivedAt: date, by: .kernel,
            localID: ReferenceID(bits: 0x7F00_0001), authenticator: keys, now: now)
    }

    /// One request with a good answer.
    mutating func exchange() throws {
        _ = receive(reply(to: try request()))
    }

    mutating func wait(_ seconds: Double) {
        now = now.advanced(by: seconds)
        date = date.advanced(by: seconds)
    }
}
