// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
public import NTPCore

extension HardwareClock {
    /// Reads the clock between two readings of the system's, as shortly as can be.
    ///
    /// Without forming a difference, in which nothing would be left of the nanoseconds when the two clocks are decades
    /// apart: the clock of a network card counts from wherever its driver has it start.
    public func readBetween() throws(SystemError) -> HardwareClockReading {
        if readsCrosswise {
            var reading = ntp_ptp_reading()
            if unsafe ntp_ptp_read_crosswise(pulseDescriptor, &reading) == 1 {
                return HardwareClockReading(reading)
            }
            readsCrosswise = false
        }
        var readings = [ntp_ptp_reading](repeating: ntp_ptp_reading(), count: Int(NTP_PTP_READINGS))
        let count = try SystemError.check(
            unsafe ntp_ptp_read(pulseDescriptor, &readings), "read a hardware clock")
        let shortest = readings.prefix(Int(count)).map(HardwareClockReading.init).min { $0.span < $1.span }
        guard let shortest else { throw SystemError(code: -count, operation: "read a hardware clock") }
        return shortest
    }
}

extension HardwareClockReading {
    init(_ reading: ntp_ptp_reading) {
        self.init(
            before: NTPDate(reading.before), clock: NTPDate(reading.clock), after: NTPDate(reading.after))
    }
}
