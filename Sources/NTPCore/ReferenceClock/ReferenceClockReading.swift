// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What was read of a reference clock at one moment.
public struct ReferenceClockReading: Hashable, Sendable {
    /// What the local clock read at that moment.
    public var date: NTPDate
    /// The time by which the reference clock was ahead of the local one, in seconds; positive means that this one is
    /// slow. Of a pulse, only the part below one period of the pulses counts.
    public var offset: Double
    /// Whether it tells where a second begins, but not which one.
    public var isPulse: Bool
    /// The leap second that the receiver announces.
    public var leap: LeapIndicator
    /// The bound on the error of the reading itself, in seconds.
    public var dispersion: Double

    public init(
        date: NTPDate, offset: Double, isPulse: Bool = false, leap: LeapIndicator = .none,
        dispersion: Double = 0
    ) {
        self.date = date
        self.offset = offset
        self.isPulse = isPulse
        self.leap = leap
        self.dispersion = dispersion
    }

    /// A pulse that came when the local clock read `date`: a second began, or another period of the pulses.
    public init(pulseAt date: NTPDate, dispersion: Double = 0) {
        // Of the second that is nearest: the fraction as a signed number.
        let fraction = Int64(truncatingIfNeeded: date.bits)
        self.init(
            date: date, offset: -Double(fixedPointSeconds: Int128(fraction)), isPulse: true,
            dispersion: dispersion)
    }
}
