// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Which of the last eight requests were answered well: the reachability register of RFC 5905, section 13.
public struct Reach: Hashable, Sendable, BitwiseCopyable {
    /// How many requests it remembers.
    static let length = 8

    /// The newest request in bit 0. Reports print it in octal: 377 is "all of them".
    public private(set) var bits: UInt8

    public init(bits: UInt8 = 0) {
        self.bits = bits
    }

    /// Whether any of the latest eight requests was answered.
    public var isReachable: Bool {
        bits != 0
    }

    /// A request goes out; unanswered until `answered()`.
    mutating func requested() {
        bits <<= 1
    }

    mutating func answered() {
        bits |= 1
    }
}
