// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A reading of a network card's clock between two of the local clock.
public struct HardwareClockReading: Hashable, Sendable {
    /// What the local clock read before.
    public var before: NTPDate
    /// What the hardware's clock read.
    public var clock: NTPDate
    /// What the local clock read afterwards; no earlier than before.
    public var after: NTPDate

    /// - Parameters:
    ///   - before: What the local clock read before; the same as after it where the hardware reads both at once.
    ///   - clock: What the hardware's clock read.
    ///   - after: What the local clock read afterwards.
    public init(before: NTPDate, clock: NTPDate, after: NTPDate) {
        self.before = before
        self.clock = clock
        self.after = after
    }

    /// How long the reading took by the local clock, in seconds; its error is at most half of it.
    public var span: Double {
        max(0, after.seconds(since: before))
    }

    /// What the local clock read in the middle.
    public var date: NTPDate {
        before.advanced(by: span / 2)
    }
}
