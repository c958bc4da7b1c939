// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// One extension field of a version 4 datagram: where it lies and what it says it is. See RFC 7822.
///
/// Ranges instead of bytes, so that nothing outlives the span it was found in.
public struct ExtensionField: Hashable, Sendable, BitwiseCopyable {
    /// The type and length words that every field begins with.
    public static let headerLength = 4
    /// RFC 7822, section 3: no field is shorter.
    public static let minimumLength = 16

    /// As IANA assigns them; see RFC 7822.
    public let type: UInt16
    /// The offset of the field's first byte (its type) in the datagram.
    public let offset: Int
    /// The length in bytes with header and padding: a multiple of 4.
    public let length: Int

    /// The value with its padding, as offsets in the datagram.
    public var body: Range<Int> {
        offset + Self.headerLength..<offset + length
    }

    /// The offset of the first byte behind the field.
    public var end: Int {
        offset + length
    }

    /// Reads the field that begins at `offset` and must end at or before `limit`.
    ///
    /// - Precondition: `0 ≤ offset ≤ limit ≤ datagram.byteCount`.
    public init(parsing datagram: RawSpan, at offset: Int, limit: Int) throws(PacketError) {
        guard limit - offset >= Self.headerLength else {
            throw PacketError(reason: .trailingBytes(limit - offset), byteOffset: offset)
        }
        type = datagram.loadBigEndian(offset)
        self.offset = offset
        length = Int(datagram.loadBigEndian(offset + 2, as: UInt16.self))
        guard length >= Self.minimumLength, length.isMultiple(of: 4), length <= limit - offset else {
            throw PacketError(reason: .badExtensionLength(length), byteOffset: offset)
        }
    }

    /// Appends a field: type, length, `body`, zero bytes up to the next multiple of 4 and to `minimumLength`.
    ///
    /// The last field of a datagram without authenticator needs a `minimumLength` of 28 (RFC 7822, section 3).
    /// - Precondition: the padded field fits in 16 bits of length and in the room that `output` has left.
    public static func serialize(
        type: UInt16, body: RawSpan, minimumLength: Int = Self.minimumLength, into output: inout OutputRawSpan
    ) {
        let length = max(minimumLength, headerLength + (body.byteCount + 3) & ~3)
        precondition(length <= 0xFFFC, "an extension field holds at most 65,528 bytes")
        output.appendBigEndian(type)
        output.appendBigEndian(UInt16(length))
        for index in 0..<body.byteCount {
            output.appendBigEndian(body.loadBigEndian(index, as: UInt8.self))
        }
        for _ in headerLength + body.byteCount..<length {
            output.appendBigEndian(0 as UInt8)
        }
    }
}
