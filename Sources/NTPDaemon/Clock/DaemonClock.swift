// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// The clock that the daemon disciplines: the system's, or with `-x` one in software on top of it.
///
/// Either way the daemon serves and reports corrected time; with `-x` it is the only one to see it.
struct DaemonClock: ~Copyable, LocalClock {
    private enum Kind: ~Copyable {
        case system(KernelClock)
        case software(SoftwareClock)
    }

    private var kind: Kind
    let precision: Int8
    let frequencyRange: ClosedRange<Frequency>

    /// Takes control of the system's clock.
    init(controlling clock: consuming KernelClock) {
        precision = clock.precision
        frequencyRange = clock.frequencyRange
        kind = .system(clock)
    }

    /// Leaves the system's clock alone.
    init(observing precision: Int8) {
        self.precision = precision
        // As much as the kernel would allow, so that both kinds behave alike.
        frequencyRange = Frequency(ppm: -100_000)...Frequency(ppm: 100_000)
        kind = .software(SoftwareClock(at: RealtimeClock.now))
    }

    var now: NTPDate {
        date(ofStamp: RealtimeClock.now)
    }

    /// What this clock read when the system's read `stamp`: for timestamps that the kernel took.
    func date(ofStamp stamp: NTPDate) -> NTPDate {
        switch kind {
        case .system: stamp
        case .software(let clock): clock.reading(at: stamp)
        }
    }

    var frequency: Frequency {
        switch kind {
        case .system(let clock): clock.frequency
        case .software(let clock): clock.frequency
        }
    }

    mutating func setFrequency(_ frequency: Frequency) throws(SystemError) -> ClockChange {
        let limited = min(max(frequency, frequencyRange.lowerBound), frequencyRange.upperBound)
        switch consume kind {
        case .system(var clock):
            defer { kind = .system(clock) }
            return try clock.setFrequency(limited)
        case .software(var clock):
            defer { kind = .software(clock) }
            return clock.setFrequency(limited, at: RealtimeClock.now)
        }
    }

    mutating func step(by offset: NTPDuration) throws(SystemError) -> ClockChange {
        switch consume kind {
        case .system(var clock):
            defer { kind = .system(clock) }
            return try clock.step(by: offset)
        case .software(var clock):
            defer { kind = .software(clock) }
            return clock.step(by: offset)
        }
    }

    mutating func publish(_ status: ClockStatus) throws(SystemError) {
        switch consume kind {
        case .system(var clock):
            defer { kind = .system(clock) }
            try clock.publish(status)
        case .software(let clock):
            kind = .software(clock)
        }
    }
}
