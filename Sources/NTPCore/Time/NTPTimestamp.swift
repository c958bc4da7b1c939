// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A timestamp as it stands in a packet: seconds since the start of some era in 32.32 fixed point.
///
/// Modular: the era is not transmitted, so two timestamps have a distance but no order, and the type is
/// not `Comparable` on purpose. The unit of `bits` is 2⁻³² s (about 233 ps). See RFC 5905, section 6.
public struct NTPTimestamp: Hashable, Sendable, BitwiseCopyable {
    /// Seconds in the upper half, the fraction in the lower half.
    public var bits: UInt64

    public init(bits: UInt64) {
        self.bits = bits
    }

    /// The part of a date that a packet can carry; the era and everything below 2⁻³² s are dropped.
    public init(_ date: NTPDate) {
        bits = UInt64(truncatingIfNeeded: date.bits >> 32)
    }

    /// The value that the protocol reserves for "unknown".
    public static let zero = NTPTimestamp(bits: 0)

    /// The shortest way from this timestamp to another; positive when `other` is later.
    ///
    /// Exact for timestamps less than 68 years apart; wraps beyond.
    public func distance(to other: NTPTimestamp) -> NTPDuration {
        NTPDuration(bits: Int64(bitPattern: other.bits &- bits))
    }
}
