// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A datagram taken apart: its header, and where the optional parts lie.
///
/// Syntax only. Whether the datagram means anything to us is for `Association` and `Responder` to say.
public struct DatagramLayout: Sendable {
    /// The header.
    public var packet: NTPPacket
    /// The bytes between header and authenticator: whole, well-formed extension fields (version 4) or nothing.
    public var extensionFields: Range<Int>
    /// Key identifier and digest, or the four zero bytes of a crypto-NAK; nil without either.
    public var authenticator: Range<Int>?

    /// The longest authenticator behind extension fields: key identifier and 20 bytes of digest.
    ///
    /// RFC 7822, section 3 resolves the ambiguity by it: in version 4, more bytes than this are a field.
    public static let maximumAuthenticatorLength = 24
    /// Version 3 has no extension fields, so that longer digests (up to 64 bytes) are unambiguous there.
    private static let maximumAuthenticatorLengthWithoutFields = 68
    static let keyIDLength = 4

    /// The most bytes of a digest that a datagram has room for; longer digests are truncated.
    static func maximumDigestLength(version: UInt8) -> Int {
        let longest = version < 4 ? maximumAuthenticatorLengthWithoutFields : maximumAuthenticatorLength
        return longest - keyIDLength
    }

    public init(parsing datagram: RawSpan) throws(PacketError) {
        packet = try NTPPacket(parsing: datagram)
        guard 1...4 ~= packet.version else {
            throw PacketError(reason: .unsupportedVersion(packet.version), byteOffset: 0)
        }
        var cursor = NTPPacket.byteCount
        var longest = Self.maximumAuthenticatorLengthWithoutFields
        if packet.version == 4 {
            longest = Self.maximumAuthenticatorLength
            while datagram.byteCount - cursor > longest {
                cursor = try ExtensionField(parsing: datagram, at: cursor, limit: datagram.byteCount).end
            }
        }
        extensionFields = NTPPacket.byteCount..<cursor
        authenticator = try Self.authenticator(in: cursor..<datagram.byteCount, longest: longest)
    }

    /// The field at `offset`, which is where `extensionFields` begins or where the previous field ended.
    public func field(at offset: Int, in datagram: RawSpan) -> ExtensionField? {
        guard extensionFields.contains(offset) else { return nil }
        return try? ExtensionField(parsing: datagram, at: offset, limit: extensionFields.upperBound)
    }

    /// Calls `body` with each extension field, in their order.
    public func forEachField(in datagram: RawSpan, _ body: (ExtensionField) -> Void) {
        var offset = extensionFields.lowerBound
        while let field = field(at: offset, in: datagram) {
            body(field)
            offset = field.end
        }
    }

    private static func authenticator(in rest: Range<Int>, longest: Int) throws(PacketError) -> Range<Int>? {
        if rest.isEmpty { return nil }
        // A lone key identifier is the crypto-NAK; else 16 bytes is the shortest digest in use (MD5, CMAC).
        guard rest.count == 4 || 20...longest ~= rest.count, rest.count.isMultiple(of: 4) else {
            throw PacketError(reason: .trailingBytes(rest.count), byteOffset: rest.lowerBound)
        }
        return rest
    }
}
