// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What a server says in the reference ID of a stratum-0 reply, the kiss-o'-death. See RFC 5905, section 7.4.
public enum KissCode: Hashable, Sendable {
    /// RATE: requests come too often.
    case rate
    /// DENY: the server doesn't serve us.
    case deny
    /// RSTR: the server's policy restricts us.
    case restrict
    /// Any other code; informational, and never acted upon.
    case other(ReferenceID)

    /// The kiss in a packet; nil when it is none.
    public init?(_ packet: NTPPacket) {
        guard packet.stratum == 0, packet.leap == .unsynchronized else { return nil }
        switch packet.referenceID {
        case .rate: self = .rate
        case .deny: self = .deny
        case .restrict: self = .restrict
        case let code: self = .other(code)
        }
    }
}

extension ReferenceID {
    package static let rate = ReferenceID(bits: 0x5241_5445)  // "RATE"
    static let deny = ReferenceID(bits: 0x4445_4E59)  // "DENY"
    static let restrict = ReferenceID(bits: 0x5253_5452)  // "RSTR"
}
