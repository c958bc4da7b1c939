// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Why a datagram is not the reply that a client waits for.
public enum ReplyError: Error, Hashable, Sendable {
    /// Not a reply at all.
    case notAReply
    /// A reply to another request, or to an earlier one that was given up.
    case otherRequest
    case unsupportedVersion(UInt8)
    case unknownStatus(UInt16)
    /// Holds something else than what was asked for.
    case unexpectedCode(UInt16)
    case truncated(Int, expected: Int)
    /// A name without an end, or with characters that no name has; a number that stands for nothing.
    case malformed

    /// Whether the client goes on waiting: anybody can send such a datagram.
    public var isUnrelated: Bool {
        switch self {
        case .notAReply, .otherRequest: true
        default: false
        }
    }
}

extension ReplyError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAReply: "a datagram that is no reply"
        case .otherRequest: "a reply to another request"
        case .unsupportedVersion(let version):
            "a reply in version \(version) of the protocol; \(RequestHeader.currentVersion) is understood"
        case .unknownStatus(let status): "a reply with the unknown status \(status); the daemon may be newer"
        case .unexpectedCode(let code): "a reply of the unexpected kind \(code); the daemon may be newer"
        case .truncated(let length, let expected): "a reply of \(length) bytes; expected \(expected)"
        case .malformed: "a reply that makes no sense"
        }
    }
}
