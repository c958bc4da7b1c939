// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// Pulses that come in by a connector of a network card and are stamped by its clock, which itself may read anything.
///
/// A class, because it owns the device and is kept among devices of other kinds.
public final class HardwarePulses: ReferenceClockDevice {
    /// How much faster or slower than the system's clock such a clock may run. It is read when the pulse is over.
    private static let largestFrequency = 100e-6
    /// So many are taken at once; a line that isn't connected may give any number of them.
    private static let batch = 16
    /// More than the kernel keeps of them.
    private static let queue = 1024

    private let clock: HardwareClock
    private let input: HardwareClock.Input

    /// - Parameters:
    ///   - name: The path of the device, or the name of a network interface.
    ///   - readsCrosswise: False for not asking for cross timestamps (`nocrossts`).
    public init(_ name: String, readsCrosswise: Bool, input: HardwareClock.Input) throws(SystemError) {
        clock = try HardwareClock(name, readsCrosswise: readsCrosswise, isWritable: true)
        self.input = input
        try clock.startPulses(input)
        // What came before the start may be of any age.
        for _ in 0..<Self.queue where try clock.takePulse() == nil { break }
    }

    deinit {
        clock.stopPulses(input)
    }

    public var descriptor: Int32? { clock.pulseDescriptor }

    public func read() throws(SystemError) -> [ReferenceClockReading] {
        var pulses: [NTPDate] = []
        for _ in 0..<Self.batch {
            guard let pulse = try clock.takePulse() else { break }
            if pulse.channel == input.channel { pulses.append(pulse.date) }
        }
        guard !pulses.isEmpty else { return [] }
        let both = try clock.readBoth()
        return pulses.map { Self.reading(ofPulseAt: $0, by: both) }
    }

    /// - Parameters:
    ///   - pulse: By the hardware clock.
    ///   - both: Both clocks soon after that.
    static func reading(ofPulseAt pulse: NTPDate, by both: ReferenceClockReading) -> ReferenceClockReading {
        let age = both.date.advanced(by: both.offset).seconds(since: pulse)
        return ReferenceClockReading(
            pulseAt: both.date.advanced(by: -age),
            dispersion: both.dispersion + Self.largestFrequency * age.magnitude)
    }
}
