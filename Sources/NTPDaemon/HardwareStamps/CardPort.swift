// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// The clock of a network card: the machine's, or one in a test.
protocol HardwareClockPort: AnyObject {
    func readBetween() throws(SystemError) -> HardwareClockReading
}

extension HardwareClock: HardwareClockPort {}

/// The network cards, as far as their timestamps go: the machine's, or those of a test.
protocol CardPort {
    var interfaces: [NetworkInterface] { get }
    func abilities(of interface: NetworkInterface) throws(SystemError) -> StampingAbilities
    func stamping(of interface: NetworkInterface) throws(SystemError) -> Stamping
    func enableStamping(
        _ filter: ReceiveFilter, on interface: NetworkInterface
    ) throws(SystemError) -> Stamping
    /// - Parameter path: Of the clock's device.
    func openClock(
        _ path: String, readsCrosswise: Bool
    ) throws(SystemError) -> any HardwareClockPort
    /// In bits per second; nil where that isn't known.
    func speed(of interface: NetworkInterface) -> Double?
}

/// Those of this machine.
struct SystemCards: CardPort {
    var interfaces: [NetworkInterface] { NetworkInterface.all }

    func abilities(of interface: NetworkInterface) throws(SystemError) -> StampingAbilities {
        try interface.stampingAbilities()
    }

    func stamping(of interface: NetworkInterface) throws(SystemError) -> Stamping {
        try interface.stamping()
    }

    func enableStamping(
        _ filter: ReceiveFilter, on interface: NetworkInterface
    ) throws(SystemError) -> Stamping {
        try interface.enableStamping(filter)
    }

    func openClock(
        _ path: String, readsCrosswise: Bool
    ) throws(SystemError) -> any HardwareClockPort {
        try HardwareClock(path, readsCrosswise: readsCrosswise)
    }

    func speed(of interface: NetworkInterface) -> Double? { interface.speed }
}
