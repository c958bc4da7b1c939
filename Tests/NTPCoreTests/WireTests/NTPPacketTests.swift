// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPCore
import Testing

@Suite struct `NTP packet` {
    /// The answer of Debian 12's chronyd 4.3 (`local stratum 10`) over loopback, captured on 2026-11-23.
    static let reply: [UInt8] = [
        0x24, 0x0A, 0x06, 0xE6, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 0x7F, 0x01, 0x01,
        0xEE, 0xAE, 0xE9, 0x68, 0xBE, 0x30, 0xBE, 0x27, 0xD5, 0x76, 0xDC, 0x36, 0x6C, 0x92, 0x35, 0x44,
        0xEE, 0xAE, 0xE9, 0x6A, 0x59, 0x91, 0x2A, 0x51, 0xEE, 0xAE, 0xE9, 0x6A, 0x5A, 0x2F, 0xDE, 0x2C,
    ]

    @Test func `reads a real one`() throws {
        let packet = try unsafe NTPPacket(parsing: Self.reply.span.bytes)
        var expected = NTPPacket(version: 4, mode: .server)
        expected.stratum = 10
        expected.poll = PollInterval(exponent: 6)
        expected.precision = -26
        expected.referenceID = .local
        expected.referenceTimestamp = NTPTimestamp(bits: 0xEEAE_E968_BE30_BE27)
        expected.originTimestamp = NTPTimestamp(bits: 0xD576_DC36_6C92_3544)
        expected.receiveTimestamp = NTPTimestamp(bits: 0xEEAE_E96A_5991_2A51)
        expected.transmitTimestamp = NTPTimestamp(bits: 0xEEAE_E96A_5A2F_DE2C)
        #expect(packet == expected)
    }

    @Test func `has every field in its place`() throws {
        let datagram = [UInt8](0..<48)
        let packet = try unsafe NTPPacket(parsing: datagram.span.bytes)
        #expect(packet.rootDelay.bits == 0x0405_0607)
        #expect(packet.rootDispersion.bits == 0x0809_0A0B)
        #expect(packet.referenceID.bits == 0x0C0D_0E0F)
        #expect(packet.referenceTimestamp.bits == 0x1011_1213_1415_1617)
        #expect(packet.transmitTimestamp.bits == 0x2829_2A2B_2C2D_2E2F)
    }

    @Test(arguments: 0...255 as ClosedRange<UInt8>)
    func `takes any first byte apart and puts it together`(first: UInt8) throws {
        let datagram = [first] + Self.reply.dropFirst()
        let packet = try unsafe NTPPacket(parsing: datagram.span.bytes)
        #expect(packet.leap.rawValue == first >> 6)
        #expect(packet.version == first >> 3 & 7)
        #expect(packet.mode.rawValue == first & 7)
        #expect(packet.serialized.first == first)
    }

    @Test(arguments: 1...32 as ClosedRange<UInt64>)
    func `survives the trip, whatever its bytes`(seed: UInt64) throws {
        var generator = TestGenerator(seed: seed)
        let datagram = (0..<48).map { _ in UInt8.random(in: 0...255, using: &generator) }
        #expect(try unsafe NTPPacket(parsing: datagram.span.bytes).serialized == datagram)
    }

    @Test(arguments: 0..<48)
    func `is never shorter than its header`(length: Int) {
        let datagram = [UInt8](repeating: 0x23, count: length)
        #expect(throws: PacketError(reason: .truncated(length), byteOffset: length)) {
            try unsafe NTPPacket(parsing: datagram.span.bytes)
        }
    }
}
