// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Why a datagram is not NTP, and where it stopped being it.
///
/// Not a fault of ours: whoever reads from a network counts these and drops the datagram.
public struct PacketError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, with what was found.
    public enum Reason: Hashable, Sendable {
        /// Shorter than the 48-byte header; the length in bytes.
        case truncated(Int)
        /// A version other than 1 to 4.
        case unsupportedVersion(UInt8)
        /// An extension field whose length is below 16, no multiple of 4, or beyond the datagram's end.
        case badExtensionLength(Int)
        /// Bytes at the end that are neither an extension field nor an authenticator; how many.
        case trailingBytes(Int)
    }

    /// What is wrong.
    public let reason: Reason
    /// The distance of the offending byte from the start of the datagram.
    public let byteOffset: Int

    public init(reason: Reason, byteOffset: Int) {
        self.reason = reason
        self.byteOffset = byteOffset
    }

    public var description: String {
        switch reason {
        case .truncated(let count):
            "datagram of \(count) bytes; an NTP header has \(NTPPacket.byteCount)"
        case .unsupportedVersion(let version):
            "NTP version \(version); versions 1 to 4 are understood"
        case .badExtensionLength(let length):
            "extension field at byte \(byteOffset) claims \(length) bytes; "
                + "expected a multiple of 4, at least \(ExtensionField.minimumLength), within the datagram"
        case .trailingBytes(let count):
            "\(count) bytes from byte \(byteOffset) on are neither an extension field nor an authenticator"
        }
    }
}
