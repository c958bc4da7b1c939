// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Who is meant: an Internet address, or a source whose name hasn't been resolved yet.
public enum ControlAddress: Hashable, Sendable, BitwiseCopyable {
    /// Nobody in particular: a reference clock, the local reference, or "all".
    case unspecified
    /// 192.0.2.1 is 0xC000_0201.
    case ipv4(UInt32)
    /// The first and the last eight bytes, most significant first.
    case ipv6(high: UInt64, low: UInt64)
    /// A source without an address; the number stands for it until it has one.
    case unresolved(id: UInt32)

    /// The family's number in a datagram.
    enum Family {
        static let unspecified: UInt16 = 0
        static let ipv4: UInt16 = 1
        static let ipv6: UInt16 = 2
        static let unresolved: UInt16 = 3
    }

    var family: UInt16 {
        switch self {
        case .unspecified: Family.unspecified
        case .ipv4: Family.ipv4
        case .ipv6: Family.ipv6
        case .unresolved: Family.unresolved
        }
    }
}

extension ControlAddress: CustomStringConvertible {
    /// "192.0.2.1", "2001:db8::1" (see RFC 5952), "ID#0000000001", or nothing for nobody.
    public var description: String {
        switch self {
        case .unspecified: ""
        case .ipv4(let bits):
            "\(bits >> 24).\(bits >> 16 & 0xFF).\(bits >> 8 & 0xFF).\(bits & 0xFF)"
        case .ipv6(let high, let low): Self.text(high, low)
        case .unresolved(let id):
            "ID#" + String(repeating: "0", count: 10 - String(id).count) + String(id)
        }
    }

    private static func text(_ high: UInt64, _ low: UInt64) -> String {
        let groups = [high, low].flatMap { half in
            stride(from: 48, through: 0, by: -16).map { UInt16(truncatingIfNeeded: half >> $0) }
        }
        func join(_ part: some Sequence<UInt16>) -> String {
            part.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard let zeros = longestZeros(in: groups) else { return join(groups) }
        return join(groups[..<zeros.lowerBound]) + "::" + join(groups[zeros.upperBound...])
    }

    /// The first of the longest runs of two or more zero groups.
    private static func longestZeros(in groups: [UInt16]) -> Range<Int>? {
        var longest = 0..<1
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 { start = index + 1 }
            if index + 1 - start > longest.count { longest = start..<index + 1 }
        }
        return longest.count > 1 ? longest : nil
    }
}
