// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A reading of the local clock with every frequency adjustment since the start taken out of it.
///
/// The timescale of samples and estimators. The clock that users see is slewed all the time; on this one,
/// nothing moves but the oscillator, so a stored sample needs no correction when the discipline acts.
/// `ClockHistory` converts. A type of its own, so that it can't be mistaken for a date. The unit is 2⁻⁶⁴ s.
public struct FreeRunningTime: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// The unit is 2⁻⁶⁴ s.
    public var bits: Int128

    public init(bits: Int128) {
        self.bits = bits
    }

    /// The free-running seconds from `other` to this reading; positive when this one is later.
    public func seconds(since other: Self) -> Double {
        Double(fixedPointSeconds: bits &- other.bits)
    }

    /// The reading that many free-running seconds later. Not finite or beyond ±10⁹ years: unchanged.
    public func advanced(by seconds: Double) -> Self {
        Self(bits: NTPDate(bits: bits).advanced(by: seconds).bits)
    }

    public static func + (time: Self, duration: NTPDuration) -> Self {
        Self(bits: time.bits &+ Int128(duration.bits) << 32)
    }

    public static func < (a: Self, b: Self) -> Bool {
        a.bits < b.bits
    }
}
