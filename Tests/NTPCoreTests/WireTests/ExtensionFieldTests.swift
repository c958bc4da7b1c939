// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPCore
import Testing

@Suite struct `Extension field` {
    private func serialized(_ body: [UInt8], minimumLength: Int = ExtensionField.minimumLength) -> [UInt8] {
        bytes { output in
            unsafe ExtensionField.serialize(
                type: 0xF323, body: body.span.bytes, minimumLength: minimumLength, into: &output)
        }
    }

    @Test(arguments: [(0, 16), (1, 16), (12, 16), (13, 20), (16, 20), (17, 24), (65_528, 65_532)])
    func `is padded with zeros to a multiple of four and at least 16 bytes`(body: Int, length: Int) {
        let body = [UInt8](repeating: 0xAA, count: body)
        let field = bytes(capacity: 65_536) { output in
            unsafe ExtensionField.serialize(type: 0xF323, body: body.span.bytes, into: &output)
        }
        #expect(field.count == length)
        #expect(field.prefix(4) == [0xF3, 0x23, UInt8(length >> 8), UInt8(length & 0xFF)])
        #expect(Array(field[4..<4 + body.count]) == body)
        #expect(field[(4 + body.count)...].allSatisfy { $0 == 0 })
    }

    @Test func `is 28 bytes long when it has to be`() {
        #expect(serialized([1, 2, 3], minimumLength: 28).count == 28)
    }

    @Test(arguments: [0, 5, 12, 100])
    func `is read as it was written`(length: Int) throws {
        let field = serialized((0..<length).map { UInt8($0) })
        let read = try unsafe ExtensionField(parsing: field.span.bytes, at: 0, limit: field.count)
        #expect(read.type == 0xF323)
        #expect(read.end == field.count)
        #expect(Array(field[read.body].prefix(length)) == (0..<length).map { UInt8($0) })
    }

    @Test(arguments: 0..<4)
    func `needs room for its own header`(room: Int) {
        let datagram = [UInt8](repeating: 0, count: 64)
        #expect(throws: PacketError(reason: .trailingBytes(room), byteOffset: 8)) {
            try unsafe ExtensionField(parsing: datagram.span.bytes, at: 8, limit: 8 + room)
        }
    }

    @Test func `may not reach beyond its limit, though the datagram goes on`() {
        let two = serialized([]) + serialized([])
        #expect(throws: PacketError(reason: .badExtensionLength(16), byteOffset: 0)) {
            try unsafe ExtensionField(parsing: two.span.bytes, at: 0, limit: 12)
        }
    }

    @Test func `doesn't hold more than its length can say`() async {
        await #expect(processExitsWith: .failure) {
            let body = [UInt8](repeating: 0, count: 65_529)
            _ = bytes(capacity: 70_000) { output in
                unsafe ExtensionField.serialize(type: 0, body: body.span.bytes, into: &output)
            }
        }
    }
}
