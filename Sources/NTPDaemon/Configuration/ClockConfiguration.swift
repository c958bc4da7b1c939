// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// How the system clock is corrected.
struct ClockConfiguration: Hashable, Sendable {
    /// How the sources are estimated, and the clock is made to follow them.
    var discipline = StandardAlgorithm.Name.standard
    /// Larger offsets are stepped at the start; nil for never.
    var makeStep: MakeStep?
    /// Larger offsets are not believed; nil for no limit.
    var maximumChange: MaximumChange?
    /// The assumed wander of the clock between updates.
    var maximumClockErrorPPM = 1.0
    var maximumDriftPPM = 500_000.0
    /// An estimate of the frequency with a larger skew isn't used.
    var maximumUpdateSkewPPM = 1000.0
    var maximumSlewRatePPM = 83_333.333
    /// How long a correction may take, as a multiple of the interval between updates.
    var correctionTimeRatio = 3.0
    /// The resolution of the clock in seconds; nil to measure it.
    var precision: Double?
    var driftFile: DriftFileConfiguration?
    var boundFile: BoundFileConfiguration?
    var fallbackDrift: FallbackDrift?
    var temperatureCompensation: TemperatureCompensation?
}

struct MakeStep: Hashable, Sendable {
    /// In seconds.
    var threshold: Double
    /// How many updates of the clock may step it; any number when negative.
    var limit: Int
}

struct MaximumChange: Hashable, Sendable {
    /// In seconds.
    var offset: Double
    /// How many updates are let off at the start.
    var start: Int
    /// How many larger offsets are ignored before the daemon gives up; any number when negative.
    var ignored: Int
}

struct DriftFileConfiguration: Hashable, Sendable {
    var path: String
    /// The shortest time between two writes, in seconds.
    var interval = 3600.0
}

/// Where other processes learn how wrong the clock can be.
struct BoundFileConfiguration: Hashable, Sendable {
    var path: String
    /// What tells of a virtual machine's clock that it was disrupted; need not be there.
    var vmclock = VMClock.standardPath
}

/// After how long without updates the clock runs at older averages of its frequency, as powers of two of
/// seconds.
struct FallbackDrift: Hashable, Sendable {
    var minimum: Int
    var maximum: Int
}

/// A correction of the frequency for the temperature of the oscillator.
struct TemperatureCompensation: Hashable, Sendable {
    enum Curve: Hashable, Sendable {
        /// k0 + (T - T0) k1 + (T - T0)² k2 in ppm, with T as the sensor's file says it.
        case polynomial(reference: Double, k0: Double, k1: Double, k2: Double)
        /// A file of temperatures and corrections in ppm, to be interpolated.
        case points(file: String)
    }

    var sensor: String
    /// In seconds.
    var interval: Double
    var curve: Curve
}

/// Where leap seconds are known from, and what is done about them.
struct LeapSecondConfiguration: Hashable, Sendable {
    enum Mode: String, Hashable, Sendable, CaseIterable {
        case system, step, slew, ignore
    }

    var mode = Mode.system
    var timeZone: String?
    var listFile: String?
}

/// The battery-backed clock of the computer.
struct RealTimeClockConfiguration: Hashable, Sendable {
    /// The kernel copies the time to it every eleven minutes.
    var isSynchronized = false
    var device = "/dev/rtc"
    /// Where its error and rate are kept.
    var file: String?
    var isUTC = false
    var hwclockFile: String?
    /// The error in seconds that has it set; nil to let it run.
    var trimThreshold: Double?
}
