// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// The clock that the daemon disciplines: the system's, or with `-x` one in software on top of it.
///
/// Either way the daemon serves and reports corrected time; with `-x` it is the only one to see it.
struct DaemonClock: ~Copyable, LocalClock {
    /// Nil when the system's clock is left alone.
    private var system: KernelClock?
    private var software: SoftwareClock
    /// What the clock runs faster by besides all that is said of its frequency.
    private var compensation = Frequency.zero
    let precision: Int8
    let frequencyRange: ClosedRange<Frequency>

    /// Whether it is the system's clock that is disciplined.
    var isSystem: Bool {
        system != nil
    }

    /// - Parameters:
    ///   - system: The system's clock under our control; nil to leave it alone.
    ///   - precision: In seconds; nil to measure it.
    init(_ system: consuming KernelClock?, precision: Double? = nil) {
        software = SoftwareClock(at: RealtimeClock.now)
        self.precision = precision.map(Self.logarithm(of:)) ?? RealtimeClock.measurePrecision()
        // As much as the kernel allows, so that both kinds behave alike.
        frequencyRange = Frequency(ppm: -100_000)...Frequency(ppm: 100_000)
        self.system = system
    }

    /// log₂ of a precision in seconds, rounded up.
    private static func logarithm(of precision: Double) -> Int8 {
        Int8(clamping: precision.significand > 1 ? precision.exponent + 1 : precision.exponent)
    }

    var now: NTPDate {
        date(ofStamp: RealtimeClock.now)
    }

    /// What this clock read when the system's read `stamp`: for timestamps that the kernel took.
    func date(ofStamp stamp: NTPDate) -> NTPDate {
        system == nil ? software.reading(at: stamp) : stamp
    }

    var frequency: Frequency {
        switch system {
        case .some(let clock): clock.frequency.without(compensation)
        case .none: software.frequency.without(compensation)
        }
    }

    mutating func setFrequency(_ frequency: Frequency) throws(SystemError) -> ClockChange {
        let total = frequency.with(compensation)
        let limited = min(max(total, frequencyRange.lowerBound), frequencyRange.upperBound)
        let change =
            try system?.setFrequency(limited) ?? software.setFrequency(limited, at: RealtimeClock.now)
        guard case .frequency(let total, let date) = change else { return change }
        return .frequency(total.without(compensation), at: date)
    }

    /// Makes the clock run faster by so much besides its frequency, in place of what it was before.
    ///
    /// To everybody else the oscillator with the compensation is the oscillator.
    mutating func compensate(by compensation: Frequency) throws(SystemError) -> ClockChange {
        let frequency = frequency
        self.compensation = compensation
        return try setFrequency(frequency)
    }

    /// Has the system's clock run again as it was told to.
    ///
    /// - Returns: At what frequency another program had it run; nil when nobody has touched it.
    mutating func takeControlBack() throws(SystemError) -> Frequency? {
        try system?.takeControlBack() ?? nil
    }

    /// Whether the kernel has moved the clock for a leap second.
    var hasLeapt: Bool {
        switch system {
        case .some(let clock): clock.hasLeapt
        case .none: false
        }
    }

    mutating func step(by offset: NTPDuration) throws(SystemError) -> ClockChange {
        try system?.step(by: offset) ?? software.step(by: offset)
    }

    /// - Returns: Whether there is a kernel to be told.
    mutating func setTAIOffset(_ seconds: Int32) throws(SystemError) -> Bool {
        guard system != nil else { return false }
        try system?.setTAIOffset(seconds)
        return true
    }

    /// Has the kernel do something else by itself, from the next status on that is published.
    mutating func setKernelOptions(_ options: KernelClock.Options) {
        system?.options = options
    }

    mutating func publish(_ status: ClockStatus) throws(SystemError) {
        try system?.publish(status)
    }
}

extension Frequency {
    /// Of a clock that runs by this frequency on top of another one's.
    fileprivate func with(_ other: Frequency) -> Frequency {
        // As it is where there is nothing to be added: not a bit is to be lost.
        other == .zero ? self : Frequency(ratio: ratio + other.ratio + ratio * other.ratio)
    }

    fileprivate func without(_ other: Frequency) -> Frequency {
        other == .zero ? self : Frequency(ratio: (ratio - other.ratio) / (1 + other.ratio))
    }
}
