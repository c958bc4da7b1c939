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
    let precision: Int8
    let frequencyRange: ClosedRange<Frequency>

    /// Whether it is the system's clock that is disciplined.
    var isSystem: Bool {
        system != nil
    }

    /// - Parameter system: The system's clock under our control; nil to leave it alone.
    init(_ system: consuming KernelClock?) {
        software = SoftwareClock(at: RealtimeClock.now)
        precision = RealtimeClock.measurePrecision()
        // As much as the kernel allows, so that both kinds behave alike.
        frequencyRange = Frequency(ppm: -100_000)...Frequency(ppm: 100_000)
        self.system = system
    }

    var now: NTPDate {
        date(ofStamp: RealtimeClock.now)
    }

    /// Whether it is the system's clock that is corrected.
    var controlsSystem: Bool { system != nil }

    /// What this clock read when the system's read `stamp`: for timestamps that the kernel took.
    func date(ofStamp stamp: NTPDate) -> NTPDate {
        system == nil ? software.reading(at: stamp) : stamp
    }

    var frequency: Frequency {
        switch system {
        case .some(let clock): clock.frequency
        case .none: software.frequency
        }
    }

    mutating func setFrequency(_ frequency: Frequency) throws(SystemError) -> ClockChange {
        let limited = min(max(frequency, frequencyRange.lowerBound), frequencyRange.upperBound)
        if let change = try system?.setFrequency(limited) { return change }
        return software.setFrequency(limited, at: RealtimeClock.now)
    }

    mutating func step(by offset: NTPDuration) throws(SystemError) -> ClockChange {
        try system?.step(by: offset) ?? software.step(by: offset)
    }

    mutating func publish(_ status: ClockStatus) throws(SystemError) {
        try system?.publish(status)
    }
}
