// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The time between two requests to a source, as a power of two of seconds. See RFC 5905, section 7.3.
public struct PollInterval: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// log₂ of the interval in seconds: 6 is 64 s, −2 is a quarter of a second.
    public var exponent: Int8

    public init(exponent: Int8) {
        self.exponent = exponent
    }

    /// In seconds, exactly.
    public var seconds: Double {
        Double(sign: .plus, exponent: Int(exponent), significand: 1)
    }

    /// This interval, or the nearest end of `range`.
    public func clamped(to range: ClosedRange<PollInterval>) -> PollInterval {
        min(max(self, range.lowerBound), range.upperBound)
    }

    public static func < (a: Self, b: Self) -> Bool {
        a.exponent < b.exponent
    }
}
