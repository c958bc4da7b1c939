// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import CNTPShim

// Reads what the kernel knows of its clock, and sets nothing.
var registers = ntp_clock_registers()
let result = ntp_clock_read(&registers)
precondition(result == 0, "clock_adjtime fails with \(result)")
precondition(9000...11_000 ~= registers.tick, "a tick of \(registers.tick) us")
print("PASS  a program in Swift reads the kernel's clock: tick \(registers.tick) us")
