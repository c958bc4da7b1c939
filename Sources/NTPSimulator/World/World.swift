// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// A leap second in UTC, at a time in seconds from the start of a simulation.
public struct LeapSecond: Hashable, Sendable {
    /// Whether UTC has a second more or less.
    public enum Kind: Hashable, Sendable {
        case inserted, deleted
    }

    /// For how long before it happens a leap second is announced, in seconds.
    static let announcement = 86_400.0

    /// When it happens, in seconds of true time since the start.
    public var at: Double
    /// Whether a second is inserted or deleted.
    public var kind: Kind

    public init(at: Double, _ kind: Kind) {
        self.at = at
        self.kind = kind
    }

    var indicator: LeapIndicator {
        kind == .inserted ? .insertSecond : .deleteSecond
    }

    /// What it does to the reading of a clock that counts no leap seconds.
    var step: NTPDuration {
        NTPDuration(saturating: kind == .inserted ? -1 : 1)
    }
}

/// What is true for everybody in a simulation.
struct World: Sendable {
    let start: NTPDate
    let leap: LeapSecond?

    /// What a perfect clock reads.
    func date(at time: TrueTime) -> NTPDate {
        let date = NTPDate(bits: start.bits &+ Int128(time.bits) << 32)
        guard let leap, time.seconds >= leap.at else { return date }
        return date + leap.step
    }

    /// What truthful servers say of the end of the day.
    func leapIndicator(at time: TrueTime) -> LeapIndicator {
        guard let leap, leap.at - LeapSecond.announcement..<leap.at ~= time.seconds else { return .none }
        return leap.indicator
    }
}
