// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What really happened to the local clock: the only way in which the loop closes.
///
/// Not what was asked for: a kernel rounds a frequency, another program steps the clock.
public enum ClockChange: Hashable, Sendable {
    /// The clock runs at this frequency since it read `at`.
    case frequency(Frequency, at: NTPDate)
    /// The clock was moved at once by so much (positive: forward).
    case step(NTPDuration)
    /// The clock was moved with UTC by a leap second (positive: one was left out) when it read `at`: the sources have
    /// moved, too, so that what was measured by them still holds.
    case leapSecond(NTPDuration, at: NTPDate)
    /// Somebody moved the clock by an amount that isn't known well enough to correct for; it reads `to` now.
    case unknownStep(to: NTPDate)
}
