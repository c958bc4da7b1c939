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
    /// Somebody moved the clock by an amount that isn't known well enough to correct for; it reads `to` now.
    case unknownStep(to: NTPDate)
}
