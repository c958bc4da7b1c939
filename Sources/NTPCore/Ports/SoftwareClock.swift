// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A clock that is disciplined in software, on top of one that nobody touches.
///
/// For programs that may not, or do not want to, set the system's clock: readings of that clock are converted.
/// As long as nobody else steps the underlying clock, this one behaves as if it had been set.
public struct SoftwareClock: Hashable, Sendable {
    /// The underlying clock's reading when the frequency was last changed, and this clock's at the same moment.
    private var base: NTPDate
    private var reading: NTPDate
    /// By how much it runs faster than the underlying clock; positive: faster.
    public private(set) var frequency = Frequency.zero

    /// A clock that agrees with the underlying one, which reads `date`.
    public init(at date: NTPDate) {
        base = date
        reading = date
    }

    /// What this clock reads when the underlying one reads `date`.
    public func reading(at date: NTPDate) -> NTPDate {
        let elapsed = date.seconds(since: base)
        // Only the small difference goes through floating point.
        return NTPDate(bits: reading.bits &+ (date.bits &- base.bits)).advanced(by: elapsed * frequency.ratio)
    }

    /// Makes the clock run at the frequency from when the underlying one reads `date` on.
    public mutating func setFrequency(_ frequency: Frequency, at date: NTPDate) -> ClockChange {
        reading = reading(at: date)
        base = date
        self.frequency = frequency
        return .frequency(frequency, at: reading)
    }

    /// Adds to the clock's reading at once; positive moves it forward.
    public mutating func step(by offset: NTPDuration) -> ClockChange {
        reading = reading + offset
        return .step(offset)
    }
}
