// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// A `refclock` directive.
struct ReferenceClockConfiguration: Hashable, Sendable {
    enum Driver: String, Hashable, Sendable, CaseIterable {
        case pps = "PPS"
        case shm = "SHM"
        case sock = "SOCK"
        case phc = "PHC"
        case rtc = "RTC"
    }

    var driver: Driver
    /// A path, a unit or an interface, with the driver's own options behind colons; and what that comes to.
    var parameter: String
    var device: ReferenceClockDeviceConfiguration
    var options = ReferenceClockOptions()

    /// Whether it is this real-time clock.
    func follows(_ path: String) -> Bool {
        if case .realTimeClock(path, _) = device { true } else { false }
    }
}

/// What may be said about a reference clock, whatever its driver.
struct ReferenceClockOptions: Hashable, Sendable, Defaulted {
    static let defaults = ReferenceClockOptions()

    var poll = PollInterval(exponent: 4)
    var driverPoll = PollInterval(exponent: 0)
    /// How many raw samples the median filter holds.
    var filterLength = 64
    var referenceID: ReferenceID?
    /// The reference clock that says which second a pulse belongs to.
    var lockID: ReferenceID?
    /// Pulses per second.
    var pulseRate = 1
    /// How many pulses old the samples of the other clock may be.
    var maximumLockAge = 2
    /// Of a pulse, in seconds.
    var pulseWidth: Double?
    var isPPS = false
    /// In seconds, like the following.
    var offset = 0.0
    var delay = 1e-9
    var precision: Double?
    var maximumDispersion: Double?
    var stratum: UInt8 = 0
    var selection: SelectionOptions = []
    var isTAI = false
    /// A stable clock of unknown time, only good for its frequency.
    var isLocal = false
    var minimumSamples: Int?
    var maximumSamples: Int?
}

/// Where timestamps of packets come from.
struct TimestampingConfiguration: Hashable, Sendable {
    var interfaces: [HardwareTimestamping] = []
    /// How long a response waits for the transmit timestamp of its request, in seconds.
    var transmitTimeout = 0.001
    /// How many packets are kept until their transmit timestamps come; 0 to read them from the frames.
    var transmitBuffers = 0
}

/// A `hwtimestamp` directive.
struct HardwareTimestamping: Hashable, Sendable {
    /// "*" for all interfaces that can do it.
    var interface: String
    var options = HardwareTimestampingOptions()
}

struct HardwareTimestampingOptions: Hashable, Sendable, Defaulted {
    static let defaults = HardwareTimestampingOptions()

    enum Filter: String, Hashable, Sendable, CaseIterable {
        case all, ntp, ptp, none
    }

    /// How often the clock of the interface is read. The longest interval is twice the shortest unless given.
    var minimumPoll = PollInterval(exponent: 0)
    var maximumPoll: PollInterval?
    var minimumSamples = 2
    var maximumSamples = 16
    /// In seconds, like the compensations.
    var precision = 100e-9
    var transmitCompensation = 0.0
    var receiveCompensation = 0.0
    var refusesCrossTimestamps = false
    /// Nil for the most specific one that the interface has.
    var receiveFilter: Filter?
}
