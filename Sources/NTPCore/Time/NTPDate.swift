// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A point in time with its era: seconds since 1900-01-01T00:00:00Z in signed 64.64 fixed point.
///
/// Wire timestamps are turned into dates once, at the edge, by `init(_:near:)`; from there on nothing wraps.
/// Leap seconds are not counted, as in POSIX time. See RFC 5905, section 6 (the date format).
public struct NTPDate: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// The unit is 2⁻⁶⁴ s.
    public var bits: Int128

    public init(bits: Int128) {
        self.bits = bits
    }

    /// The date nearest to `pivot` that a packet would carry as `timestamp`: within 68 years of it.
    public init(_ timestamp: NTPTimestamp, near pivot: NTPDate) {
        let gap = NTPTimestamp(pivot).distance(to: timestamp).bits
        bits = ((pivot.bits >> 32) &+ Int128(gap)) << 32
    }

    /// A date on the Unix scale. `nanoseconds` is the fraction, 0 to 999,999,999.
    public init(unixSeconds: Int64, nanoseconds: Int64) {
        // 2⁶⁴ / 10⁹ is 18,446,744,073.709551616: this is the product without a division of 128 bits.
        let count = UInt64(truncatingIfNeeded: nanoseconds)
        let fraction = count &* 18_446_744_073 &+ count &* 709_551_616 / 1_000_000_000
        bits = (Int128(unixSeconds) &+ Self.unixEpochSeconds) << 64 &+ Int128(fraction)
    }

    /// Seconds from 1900-01-01 to 1970-01-01: 70 years with 17 leap days.
    public static let unixEpochSeconds: Int128 = 2_208_988_800

    /// The start of the Unix scale, 1970-01-01T00:00:00Z.
    public static let unixEpoch = NTPDate(unixSeconds: 0, nanoseconds: 0)

    /// The number of the 2³²-second era: 0 until 2036-02-07T06:28:16Z, 1 until 2172.
    public var era: Int32 {
        Int32(truncatingIfNeeded: bits >> 96)
    }

    /// The date on the Unix scale; the fraction is 0 to 999,999,999 ns, rounded to the nearest.
    public var unixTime: (seconds: Int64, nanoseconds: Int64) {
        // Rounding, because a nanosecond isn't a whole number of 2⁻⁶⁴ s: truncation would lose one per trip.
        let rounded = bits &+ (1 << 64) / 2_000_000_000
        let fraction = UInt128(truncatingIfNeeded: rounded) & 0xFFFF_FFFF_FFFF_FFFF
        return (
            Int64(truncatingIfNeeded: (rounded >> 64) &- Self.unixEpochSeconds),
            Int64(truncatingIfNeeded: (fraction &* 1_000_000_000) >> 64)
        )
    }

    /// The seconds from `other` to this date; positive when this one is later.
    ///
    /// The difference is formed exactly and rounded once.
    public func seconds(since other: NTPDate) -> Double {
        Double(fixedPointSeconds: bits &- other.bits)
    }

    /// The date that many seconds later. Not finite or beyond ±10⁹ years: unchanged.
    public func advanced(by seconds: Double) -> NTPDate {
        guard seconds.magnitude < 0x1p55 else { return self }
        return NTPDate(bits: bits &+ Int128(fixedPointOf: seconds))
    }

    public static func + (date: Self, duration: NTPDuration) -> Self {
        Self(bits: date.bits &+ Int128(duration.bits) << 32)
    }

    public static func < (a: Self, b: Self) -> Bool {
        a.bits < b.bits
    }
}
