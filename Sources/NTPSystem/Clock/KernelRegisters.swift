// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim

/// Reading and setting the registers of the kernel's clock (adjtimex).
enum KernelRegisters {
    /// What the kernel holds now; needs no privilege.
    static func read() throws(SystemError) -> (frequency: FrequencyRegisters, status: Int32) {
        var registers = ntp_clock_registers()
        try SystemError.check(unsafe ntp_clock_read(&registers), "read the clock's frequency")
        return (FrequencyRegisters(tick: registers.tick, fine: registers.frequency), registers.status)
    }

    /// Sets both registers at once.
    ///
    /// - Returns: What the kernel made of it.
    static func set(_ wanted: FrequencyRegisters) throws(SystemError) -> FrequencyRegisters {
        var registers = ntp_clock_registers()
        try SystemError.check(
            unsafe ntp_clock_set_frequency(wanted.tick, wanted.fine, &registers), "set the clock's frequency")
        return FrequencyRegisters(tick: registers.tick, fine: registers.frequency)
    }

    /// The kernel's limit for a clock's error; it takes a clock beyond it for unsynchronised.
    static let largestError: Int64 = 16_000_000

    /// An error in seconds as the kernel takes it: whole microseconds, at most `largestError`.
    static func microseconds(roundingUp seconds: Double) -> Int64 {
        guard seconds > 0 else { return 0 }
        guard seconds < 16 else { return largestError }
        return Int64((seconds * 1e6).rounded(.up))
    }
}
