// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPSystem

extension ReferenceClockDeviceConfiguration {
    /// What the reference clock is read through from now on.
    func open() throws(SystemError) -> any ReferenceClockDevice {
        switch self {
        case .sharedMemory(let unit, let permissions):
            try SharedMemoryClock(unit: unit, permissions: permissions)
        case .socket(let path):
            try SocketClock(path: path)
        case .pulses(let path, let edge):
            try PulseDevice(path, edge: edge)
        case .hardwareClock(let name, let readsCrosswise):
            try HardwareClock(name, readsCrosswise: readsCrosswise)
        case .hardwarePulses(let name, let readsCrosswise, let input):
            try HardwarePulses(name, readsCrosswise: readsCrosswise, input: input)
        case .realTimeClock(let path, let zone):
            try RTCClock(path, zone: zone)
        }
    }
}
