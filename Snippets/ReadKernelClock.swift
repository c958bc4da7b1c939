// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// What the kernel knows of its clock; nothing is set.

import CNTPShim

var registers = ntp_clock_registers()
let result = ntp_clock_read(&registers)
if result == 0 {
    print("\(Double(registers.frequency) / 65_536) ppm, at most \(registers.maximum_error) µs off")
} else {
    print("clock_adjtime: errno \(-result)")
}
