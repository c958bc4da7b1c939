// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What the configuration says about the local clock. Times in seconds, frequencies in s/s.
public struct SynchronizerOptions: Hashable, Sendable {
    /// The precision of the local clock.
    public var precision = 0x1p-24
    /// The frequency error that any clock may have: what dispersion grows by at least. RFC 5905 calls it PHI.
    public var maximumClockError = 1e-6
    /// The largest rate at which the clock is slewed.
    public var maximumSlewRate = 1e6 / 12 * 1e-6
    /// Whether the clock for timers is the local one but for its steps, as CLOCK_MONOTONIC is to CLOCK_REALTIME: a slew
    /// has to end earlier or later by it. False for a clock that is disciplined in software alone.
    public var slewsTimers = false
    /// The largest frequency that the oscillator is believed to need.
    public var maximumFrequency = 0.1
    /// When offsets are stepped; nil: never.
    public var step: StepPolicy?
    /// When offsets are not believed; nil: never.
    public var changeLimit: ChangeLimit?
    /// What the oscillator is known to need, and the bound on the error of it.
    public var initialFrequency: Frequency?
    /// The bound on the error of the initial frequency, in s/s.
    public var initialSkew = 2000e-6
    /// After how long without an update the clock runs at an average of its frequency over as long a time, as powers of
    /// two of seconds; nil: it keeps the latest.
    public var fallbackExponents: ClosedRange<Int>?
    /// What sources without authentication count for beside authenticated ones.
    public var authentication = AuthenticationMode.mix
    /// Who corrects the clock for a leap second, and how.
    public var leapSeconds = LeapSecondMode.leave
    /// By which clients know this run from others; see `MonotonicTimescale`.
    public var monotonicEpoch: UInt32 = 0
    /// What to tell others while no source is there.
    public var local: LocalReferenceOptions?

    public init() {}
}
