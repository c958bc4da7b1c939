// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPSystem

/// What the parameter of a reference clock says: the device, and the driver's own options behind colons.
enum ReferenceClockDeviceConfiguration: Hashable, Sendable {
    /// The permissions are those of a segment that isn't there yet.
    case sharedMemory(unit: Int32, permissions: Int32)
    case socket(path: String)
    case pulses(path: String, edge: PulseEdge)
    /// By the path of the device or the name of an interface, as the next one.
    case hardwareClock(name: String, readsCrosswise: Bool)
    case hardwarePulses(name: String, readsCrosswise: Bool, HardwareClock.Input)
    case realTimeClock(path: String, RTCDevice.Zone)

    /// Nil when it isn't written as the driver has it.
    init?(_ driver: ReferenceClockConfiguration.Driver, parameter: String) {
        let words = parameter.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard let name = words.first, !name.isEmpty,
            let options = DriverOptions(words.dropFirst(), known: driver.optionNames)
        else { return nil }
        switch driver {
        case .shm:
            guard let unit = Int32(name), 0...255 ~= unit,
                let permissions = options.number("perm", or: 0o600, radix: 8), 0...0o777 ~= permissions
            else { return nil }
            self = .sharedMemory(unit: unit, permissions: permissions)
        case .sock:
            self = .socket(path: name)
        case .pps:
            self = .pulses(path: name, edge: options.edge)
        case .phc:
            guard let pin = options.number("pin", or: 0), pin >= -1,
                let channel = options.number("channel", or: 0), channel >= 0
            else { return nil }
            let readsCrosswise = !options.has("nocrossts")
            self =
                options.has("extpps")
                ? .hardwarePulses(
                    name: name, readsCrosswise: readsCrosswise,
                    HardwareClock.Input(pin: pin < 0 ? nil : pin, channel: channel, edge: options.edge))
                : .hardwareClock(name: name, readsCrosswise: readsCrosswise)
        case .rtc:
            self = .realTimeClock(path: name, options.has("utc") ? .utc : .local)
        }
    }

    /// Whether it is read at intervals; others tell by themselves when there is something to be read.
    var isPolled: Bool {
        switch self {
        case .sharedMemory, .pulses, .hardwareClock: true
        case .socket, .hardwarePulses, .realTimeClock: false
        }
    }

    /// Whether it is hardware, which may be unplugged, and be there later than the daemon.
    var comesAndGoes: Bool {
        switch self {
        case .pulses, .hardwareClock, .hardwarePulses, .realTimeClock: true
        case .sharedMemory, .socket: false
        }
    }
}

extension ReferenceClockConfiguration.Driver {
    /// The options that may stand behind the device, with '=' for those that have a value.
    fileprivate var optionNames: Set<String> {
        switch self {
        case .shm: ["perm="]
        case .sock: []
        case .pps: ["clear"]
        case .phc: ["nocrossts", "extpps", "pin=", "channel=", "clear"]
        case .rtc: ["utc"]
        }
    }

    /// How the parameter is written.
    var parameterUsage: String {
        switch self {
        case .shm: "the number of a unit from 0 to 255, perhaps with ':perm=MODE'"
        case .sock: "the path of a socket"
        case .pps: "the path of a device, perhaps with ':clear'"
        case .phc:
            "the path of a device or the name of an interface, perhaps with ':nocrossts', ':extpps', ':pin=INDEX', "
                + "':channel=INDEX' and ':clear'"
        case .rtc: "the path of a device, perhaps with ':utc'"
        }
    }
}

/// The options of a driver, each given once at most as a rule; of several the last one counts.
private struct DriverOptions {
    private var values: [String: String] = [:]
    private var flags: Set<String> = []

    /// Nil when one of them isn't known.
    init?(_ words: some Sequence<String>, known: Set<String>) {
        for word in words {
            if let equals = word.firstIndex(of: "=") {
                let name = String(word[..<equals])
                guard known.contains(name + "=") else { return nil }
                values[name] = String(word[word.index(after: equals)...])
            } else {
                guard known.contains(word) else { return nil }
                flags.insert(word)
            }
        }
    }

    func has(_ flag: String) -> Bool { flags.contains(flag) }

    /// Which end of a pulse counts.
    var edge: PulseEdge { has("clear") ? .clear : .assert }

    /// The number that an option has, or that it has where it isn't said; nil when it is none.
    func number(_ name: String, or standard: Int32, radix: Int = 10) -> Int32? {
        values[name].map { Int32($0, radix: radix) } ?? standard
    }
}
