// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPCore
import Testing

@Suite struct `Datagram layout` {
    /// A header and what follows it.
    private func layout(version: UInt8 = 4, _ trailer: [UInt8]) throws(PacketError) -> DatagramLayout {
        let datagram = NTPPacket(version: version, mode: .client).serialized + trailer
        return try unsafe DatagramLayout(parsing: datagram.span.bytes)
    }

    private func field(type: UInt16 = 0x1234, length: Int, claimed: Int? = nil) -> [UInt8] {
        let claimed = UInt16(claimed ?? length)
        let header = [UInt8(type >> 8), UInt8(type & 0xFF), UInt8(claimed >> 8), UInt8(claimed & 0xFF)]
        return header + Array(repeating: 0xAA, count: length - 4)
    }

    private func authenticator(_ length: Int) -> [UInt8] {
        [0, 0, 0, 1] + Array(repeating: 0xBB, count: length - 4)
    }

    @Test(arguments: 1...4 as ClosedRange<UInt8>)
    func `of a bare header has no other parts`(version: UInt8) throws {
        let layout = try layout(version: version, [])
        #expect(layout.extensionFields.isEmpty)
        #expect(layout.authenticator == nil)
    }

    @Test(arguments: [0, 5, 6, 7] as [UInt8])
    func `of an unknown version is unknown`(version: UInt8) {
        #expect(throws: PacketError(reason: .unsupportedVersion(version), byteOffset: 0)) {
            try layout(version: version, [])
        }
    }

    /// Both readings are possible for these; RFC 7822 has them be authenticators.
    @Test(arguments: [20, 24])
    func `takes up to 24 bytes for an authenticator, even what looks like a field`(length: Int) throws {
        let layout = try layout(field(length: length))
        #expect(layout.extensionFields.isEmpty)
        #expect(layout.authenticator == 48..<48 + length)
    }

    @Test(arguments: [28, 32, 1024])
    func `takes more than 24 bytes for a field`(length: Int) throws {
        let layout = try layout(field(length: length))
        #expect(layout.extensionFields == 48..<48 + length)
        #expect(layout.authenticator == nil)
    }

    @Test(arguments: [(16, 20), (16, 24), (28, 4), (28, 20), (28, 24), (40, 4), (40, 20)])
    func `finds the authenticator behind a field`(fieldLength: Int, length: Int) throws {
        let layout = try layout(field(length: fieldLength) + authenticator(length))
        #expect(layout.extensionFields == 48..<48 + fieldLength)
        #expect(layout.authenticator == 48 + fieldLength..<48 + fieldLength + length)
    }

    @Test(arguments: [20, 24, 36, 52, 68])
    func `of version 3 has authenticators of any length and no fields`(length: Int) throws {
        let layout = try layout(version: 3, field(length: length))
        #expect(layout.extensionFields.isEmpty)
        #expect(layout.authenticator == 48..<48 + length)
    }

    @Test(arguments: [3, 4] as [UInt8])
    func `knows a crypto-NAK`(version: UInt8) throws {
        #expect(try layout(version: version, [0, 0, 0, 0]).authenticator == 48..<52)
    }

    @Test(arguments: [1, 2, 3, 5, 8, 12, 16, 19, 21, 22, 23])
    func `refuses what is too long for nothing and too short for anything`(length: Int) {
        #expect(throws: PacketError(reason: .trailingBytes(length), byteOffset: 48)) {
            try layout(Array(repeating: 0, count: length))
        }
        #expect(throws: PacketError(reason: .trailingBytes(length), byteOffset: 48)) {
            try layout(version: 3, Array(repeating: 0, count: length))
        }
    }

    @Test(arguments: [0, 1, 3, 4, 12, 15, 17, 26, 32, 0xFFFC, 0xFFFF])
    func `refuses a field of a length that can't be`(claimed: Int) {
        #expect(throws: PacketError(reason: .badExtensionLength(claimed), byteOffset: 48)) {
            try layout(field(length: 28, claimed: claimed))
        }
    }

    @Test func `says where in a chain of fields the bad one is`() {
        #expect(throws: PacketError(reason: .badExtensionLength(64), byteOffset: 48 + 16 + 32)) {
            try layout(field(length: 16) + field(length: 32) + field(length: 28, claimed: 64))
        }
    }

    @Test(arguments: [69, 72, 1024])
    func `of version 3 refuses what is longer than any digest`(length: Int) {
        #expect(throws: PacketError(reason: .trailingBytes(length), byteOffset: 48)) {
            try layout(version: 3, Array(repeating: 0, count: length))
        }
    }

    @Test func `walks along its fields and stops behind the last`() throws {
        let trailer = field(type: 1, length: 16) + field(type: 2, length: 32) + authenticator(20)
        let datagram = NTPPacket(version: 4, mode: .client).serialized + trailer
        let span = datagram.span
        let layout = try unsafe DatagramLayout(parsing: span.bytes)
        let first = try #require(unsafe layout.field(at: 48, in: span.bytes))
        let second = try #require(unsafe layout.field(at: first.end, in: span.bytes))
        #expect([first.type, second.type] == [1, 2])
        #expect(second.body == 68..<96)
        #expect(unsafe layout.field(at: second.end, in: span.bytes) == nil)
        #expect(unsafe layout.field(at: 0, in: span.bytes) == nil)
    }
}
