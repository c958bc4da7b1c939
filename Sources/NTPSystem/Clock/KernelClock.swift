// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc
public import NTPCore

/// The system's clock, CLOCK_REALTIME, under our control.
///
/// There must be one of it in a system, so it can't be copied. Everything that it does takes CAP_SYS_TIME;
/// without that, and when the user wants the clock left alone, there is `ObservedClock`.
public struct KernelClock: ~Copyable, LocalClock {
    /// What the kernel may do with what it is told by `publish(_:)`.
    public struct Options: Hashable, Sendable {
        /// Let the kernel copy the time to the hardware clock, every 11 minutes while it is synchronised.
        public var copiesTimeToHardwareClock = false
        /// Let the kernel insert or delete an announced leap second.
        public var appliesLeapSeconds = false

        public init() {}
    }

    public let precision: Int8
    /// In force from the next status on that is published.
    public var options: Options
    private var registers: FrequencyRegisters
    /// The frequency that another program had set when ours was set over it; nil when nobody had since it was last told.
    private var overwritten: Frequency?

    /// Reads how the clock is set; changes nothing and takes no privilege.
    public init(options: Options = Options()) throws(SystemError) {
        self.options = options
        registers = try KernelRegisters.read().frequency
        precision = RealtimeClock.measurePrecision()
    }

    /// Proves that the clock may be set, by setting it to what it is, and ends slews that are under way.
    ///
    /// For the start of a program: what another one has left to the kernel would add to our corrections.
    public mutating func takeControl() throws(SystemError) {
        registers = try KernelRegisters.read().frequency
        do {
            registers = try KernelRegisters.set(registers)
        } catch {
            throw Self.explained(error)
        }
        // A kernel without such slews has none to end.
        _ = ntp_clock_cancel_slews()
    }

    public var now: NTPDate {
        RealtimeClock.now
    }

    public var frequencyRange: ClosedRange<Frequency> {
        FrequencyRegisters.range
    }

    /// The frequency in force, as of the latest call that set or read it.
    public var frequency: Frequency {
        registers.frequency
    }

    public mutating func setFrequency(_ frequency: Frequency) throws(SystemError) -> ClockChange {
        let found = try KernelRegisters.read().frequency
        if found.canBeHeld, found != registers { overwritten = found.frequency }
        let wanted = FrequencyRegisters(frequency, current: registers)
        let before = now
        registers = try KernelRegisters.set(wanted)
        // Somewhere between the two readings, which are less than a microsecond apart as a rule.
        let after = now
        let middle = NTPDate(bits: before.bits &+ (after.bits &- before.bits) / 2)
        return .frequency(registers.frequency, at: middle)
    }

    /// Has the clock run again as it was told to, if another program has made it run otherwise.
    ///
    /// - Returns: At what frequency it was found, now or when it was set since the latest call, slews of the kernel's own
    ///   not counted; nil when nobody has touched it.
    public mutating func takeControlBack() throws(SystemError) -> Frequency? {
        defer { overwritten = nil }
        let found = try KernelRegisters.read().frequency
        let isSlewed = ntp_clock_is_slewed() == 1
        guard found.canBeHeld, found != registers || isSlewed else { return overwritten }
        if isSlewed { _ = ntp_clock_cancel_slews() }
        registers = try KernelRegisters.set(registers)
        return found.frequency
    }

    /// Whether the kernel has moved the clock for a leap second, and wasn't told since that it is over.
    public var hasLeapt: Bool {
        ntp_clock_has_leapt() == 1
    }

    public mutating func step(by offset: NTPDuration) throws(SystemError) -> ClockChange {
        let amount = ClockOffset(nearest: offset)
        let result = ntp_clock_add_offset(amount.seconds, amount.nanoseconds)
        guard result == -EINVAL || result == -ENOSYS || result == -EOPNOTSUPP else {
            try SystemError.check(result, "step the clock")
            return .step(amount.duration)
        }
        // Loses the fraction of a microsecond between reading and setting.
        let (seconds, nanoseconds) = (now + amount.duration).unixTime
        try SystemError.check(
            ntp_clock_set_time(ntp_time(seconds: seconds, nanoseconds: nanoseconds)), "step the clock")
        return .step(amount.duration)
    }

    public mutating func publish(_ status: ClockStatus) throws(SystemError) {
        let isSynchronized = status.leap != .unsynchronized
        // While nobody vouches for the clock, it may be anywhere.
        let (maximum, estimate) =
            isSynchronized ? (status.maximumError, status.estimatedError) : (.infinity, .infinity)
        let result = ntp_clock_set_status(
            isSynchronized && options.copiesTimeToHardwareClock ? 1 : 0,
            leap(to: status.leap),
            KernelRegisters.microseconds(roundingUp: maximum),
            KernelRegisters.microseconds(roundingUp: estimate))
        try SystemError.check(result, "set the clock's status")
    }

    /// Tells the kernel by how many whole seconds TAI is ahead of UTC, for readers of CLOCK_TAI.
    public mutating func setTAIOffset(_ seconds: Int32) throws(SystemError) {
        try SystemError.check(ntp_clock_set_tai_offset(seconds), "set the TAI offset")
    }

    private func leap(to indicator: LeapIndicator) -> ntp_leap {
        guard options.appliesLeapSeconds, LeapSecondDay.contains(now) else { return NTP_LEAP_NONE }
        switch indicator {
        case .insertSecond: return NTP_LEAP_INSERT
        case .deleteSecond: return NTP_LEAP_DELETE
        case .none, .unsynchronized: return NTP_LEAP_NONE
        }
    }

    private static func explained(_ error: SystemError) -> SystemError {
        var error = error
        if error.isPermission {
            error.remedy = "run as root, give the program CAP_SYS_TIME, or leave the clock alone with -x"
        }
        return error
    }
}
