// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The 32 bits by which a server says what it follows. See RFC 5905, section 7.3.
///
/// Four characters for a reference clock ("GPS") or a kiss code, else an identifier of the upstream server:
/// its IPv4 address, or the first four bytes of the MD5 digest of its IPv6 address.
public struct ReferenceID: Hashable, Sendable, BitwiseCopyable {
    /// As on the wire: an IPv4 address, four letters, or a digest.
    public var bits: UInt32

    public init(bits: UInt32) {
        self.bits = bits
    }

    /// Up to four ASCII characters, padded with zero bytes. Nil for a longer or non-ASCII text.
    public init?(_ text: String) {
        guard text.utf8.count <= 4, text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        bits = 0
        for (index, byte) in text.utf8.enumerated() {
            bits |= UInt32(byte) << (24 - 8 * UInt32(index))
        }
    }

    /// Nothing is followed.
    public static let unsynchronized = ReferenceID(bits: 0)
    /// The local clock stands in for a source: 127.127.1.1, which monitoring tools know by this number.
    public static let local = ReferenceID(bits: 0x7F7F_0101)

    /// The four bytes, first one first.
    public var bytes: (UInt8, UInt8, UInt8, UInt8) {
        (
            UInt8(truncatingIfNeeded: bits >> 24), UInt8(truncatingIfNeeded: bits >> 16),
            UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits)
        )
    }

    /// The characters, when all bytes before the zero padding are printable ASCII; else nil.
    public var text: String? {
        let (a, b, c, d) = bytes
        let all = [a, b, c, d]
        let characters = all.prefix { $0 != 0 }
        guard !characters.isEmpty, all.dropFirst(characters.count).allSatisfy({ $0 == 0 }),
            characters.allSatisfy({ 0x20...0x7E ~= $0 })
        else { return nil }
        return String(decoding: characters, as: Unicode.ASCII.self)
    }
}

extension ReferenceID: CustomStringConvertible {
    /// Eight hexadecimal digits, as the field's tools print it.
    public var description: String {
        let digits = String(bits, radix: 16, uppercase: true)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
