// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What the synchronizer wants done to the local clock.
public enum ClockCommand: Hashable, Sendable {
    case setFrequency(Frequency)
    /// Add to the clock's reading at once; positive moves it forward.
    case step(NTPDuration)
    case publish(ClockStatus)
}

/// What is known about the clock's quality, for the kernel to tell other programs (adjtimex).
public struct ClockStatus: Hashable, Sendable {
    /// `.unsynchronized`: nothing below is to be relied upon.
    public var leap: LeapIndicator
    /// The standard deviation of the clock's error, in seconds.
    public var estimatedError: Double
    /// The bound on the clock's error (the root distance), in seconds.
    public var maximumError: Double

    public init(leap: LeapIndicator, estimatedError: Double, maximumError: Double) {
        self.leap = leap
        self.estimatedError = estimatedError
        self.maximumError = maximumError
    }
}
