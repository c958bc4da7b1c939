// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc
public import NTPCore

/// The clock of a network card, or of a hypervisor (a PTP hardware clock).
///
/// A class, because it owns the descriptor and is kept among devices of other kinds.
public final class HardwareClock: ReferenceClockDevice {
    private let path: String
    private let file: FileDescriptor
    /// Whether the hardware may be asked for both clocks at the same instant, as far as it is known to be able to.
    var readsCrosswise: Bool

    /// - Parameters:
    ///   - name: The path of the device, or the name of a network interface.
    ///   - readsCrosswise: False for not asking for cross timestamps (`nocrossts`).
    ///   - isWritable: Whether it is also to be told things.
    public init(_ name: String, readsCrosswise: Bool = true, isWritable: Bool = false) throws(SystemError) {
        path = name.contains("/") ? name : try Self.path(ofInterface: name)
        self.readsCrosswise = readsCrosswise
        file = try FileDescriptor.openDevice(path, isWritable ? O_RDWR : O_RDONLY)
        // Anything else that has this path is found out now.
        _ = try readBoth()
    }

    /// The device of the clock that stamps an interface's packets.
    public static func path(ofInterface name: String) throws(SystemError) -> String {
        let number = try SystemError.check(
            unsafe ntp_ptp_of_interface(name), "find the hardware clock of interface", on: name)
        return "/dev/ptp\(number)"
    }

    public var descriptor: Int32? { nil }

    public func read() throws(SystemError) -> [ReferenceClockReading] {
        [try readBoth()]
    }

    /// Both clocks at one instant: the hardware's as the one that is ahead of the system's by the offset.
    public func readBoth() throws(SystemError) -> ReferenceClockReading {
        if readsCrosswise {
            var reading = ntp_ptp_reading()
            if unsafe ntp_ptp_read_crosswise(file.number, &reading) == 1 { return reading.reading }
            readsCrosswise = false
        }
        var readings = [ntp_ptp_reading](repeating: ntp_ptp_reading(), count: Int(NTP_PTP_READINGS))
        let count = unsafe ntp_ptp_read(file.number, &readings)
        guard let mean = ReferenceClockReading(meanOf: readings.prefix(max(0, Int(count))).map(\.reading))
        else {
            throw SystemError(
                code: -count, operation: "read the clock", object: path,
                remedy: count == -ENOTTY ? "it is no PTP hardware clock" : nil)
        }
        return mean
    }
}

/// The pulses that a hardware clock stamps.
extension HardwareClock {
    /// Whence they come, and which end of each counts.
    public struct Input: Hashable, Sendable {
        /// Nil where pins have no function to be chosen.
        public var pin: Int32?
        public var channel: Int32
        public var edge: PulseEdge

        public init(pin: Int32? = 0, channel: Int32 = 0, edge: PulseEdge = .assert) {
            self.pin = pin
            self.channel = channel
            self.edge = edge
        }
    }

    /// The descriptor becomes readable with each pulse.
    var pulseDescriptor: Int32 { file.number }

    func startPulses(_ input: Input) throws(SystemError) {
        let result = ntp_ptp_start_pulses(
            file.number, input.pin ?? -1, input.channel, input.edge == .clear ? 1 : 0)
        try SystemError.check(result, "stamp pulses with", on: path)
    }

    /// At the end, when nobody could do anything about a failure.
    func stopPulses(_ input: Input) {
        _ = ntp_ptp_stop_pulses(file.number, input.channel)
    }

    /// The oldest pulse that wasn't taken yet, by this clock; nil when there is none.
    func takePulse() throws(SystemError) -> (channel: Int32, date: NTPDate)? {
        var channel: Int32 = 0
        var time = ntp_time()
        let result = unsafe ntp_ptp_take_pulse(file.number, &channel, &time)
        guard try SystemError.check(result, "read the pulses of", on: path) == 1 else { return nil }
        return (channel, NTPDate(time))
    }
}

extension ReferenceClockReading {
    /// By how much a reading may take longer than the shortest one.
    private static let tolerance = 1.1

    /// The mean of the quickest readings in a row: whatever took long may have taken it on one side. Nil when there is none.
    init?(meanOf readings: [ReferenceClockReading]) {
        guard let shortest = readings.min(by: { $0.dispersion < $1.dispersion }) else { return nil }
        let quick = readings.filter { $0.dispersion <= Self.tolerance * shortest.dispersion }
        let count = Double(quick.count)
        self = shortest
        date = shortest.date.advanced(
            by: quick.reduce(0) { $0 + $1.date.seconds(since: shortest.date) } / count)
        offset += quick.reduce(0) { $0 + ($1.offset - shortest.offset) } / count
    }
}

extension ntp_ptp_reading {
    /// The clock's reading, taken for one of the middle of the system's two.
    fileprivate var reading: ReferenceClockReading {
        let start = NTPDate(before)
        let span = NTPDate(after).seconds(since: start)
        let middle = start.advanced(by: span / 2)
        return ReferenceClockReading(
            date: middle, offset: NTPDate(clock).seconds(since: middle), dispersion: max(0, span / 2))
    }
}

extension NTPDate {
    init(_ time: ntp_time) {
        self.init(unixSeconds: time.seconds, nanoseconds: time.nanoseconds)
    }
}
