// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// The time that no clock in a simulation knows: seconds since its start, in units of 2⁻³² s.
public struct TrueTime: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// Since the start; the unit is 2⁻³² s.
    public var bits: Int64

    public init(bits: Int64) {
        self.bits = bits
    }

    /// The nearest representable time; at most 68 years from the start.
    public init(seconds: Double) {
        bits = NTPDuration(saturating: seconds).bits
    }

    /// When the simulation begins.
    public static let start = TrueTime(bits: 0)
    static let distantFuture = TrueTime(bits: .max)

    /// Since the start.
    public var seconds: Double {
        Double(bits) * 0x1p-32
    }

    /// The number of whole seconds that are over.
    var wholeSeconds: Int64 {
        bits >> 32
    }

    /// The time that many seconds later.
    func advanced(by seconds: Double) -> TrueTime {
        TrueTime(bits: bits &+ NTPDuration(saturating: seconds).bits)
    }

    func seconds(since other: TrueTime) -> Double {
        Double(bits &- other.bits) * 0x1p-32
    }

    public static func < (a: Self, b: Self) -> Bool {
        a.bits < b.bits
    }
}
