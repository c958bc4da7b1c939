// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// The system's clock as somebody sees it who may not, or does not want to, change it.
///
/// The commands of the synchronizer do nothing, and are answered with what the clock is doing anyway.
/// There is no code behind this type that could set a clock.
public struct ObservedClock: LocalClock, Sendable {
    public let precision: Int8

    public init() {
        precision = RealtimeClock.measurePrecision()
    }

    public var now: NTPDate {
        RealtimeClock.now
    }

    /// The frequency that somebody else has set the clock to; zero where the kernel doesn't tell.
    public var frequency: Frequency {
        (try? KernelRegisters.read())?.frequency.frequency ?? .zero
    }

    public var frequencyRange: ClosedRange<Frequency> {
        FrequencyRegisters.range
    }

    public mutating func setFrequency(_: Frequency) -> ClockChange {
        .frequency(frequency, at: now)
    }

    public mutating func step(by _: NTPDuration) -> ClockChange {
        .step(.zero)
    }

    public mutating func publish(_: ClockStatus) {}
}
