// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// The software clock of a service, on top of the raw clock, which nobody else touches.
struct ServiceClock: Sendable {
    /// What is added to the raw clock, in nanoseconds, to get the Unix time that the software clock started from.
    private let epoch: Int64
    private(set) var software: SoftwareClock
    private var timeAsleep = RawClock.timeAsleep

    /// Sleeps shorter than this, in nanoseconds, may be the time it takes to read two clocks.
    private static let shortestSleep: Int64 = 100_000_000

    /// Agrees with the system's clock at first.
    init() {
        let (raw, real) = Self.readings()
        epoch = NTPClient.Instant(real).nanoseconds &- raw
        software = SoftwareClock(at: real)
    }

    /// What the clock reads now.
    var now: NTPDate {
        date(raw: RawClock.now)
    }

    /// What the clock reads when the raw one reads so much.
    func date(raw: Int64) -> NTPDate {
        software.reading(at: underlying(raw))
    }

    /// What the clock read when the system's clock, by which the kernel stamps packets, read `stamp`.
    ///
    /// - Returns: Nil for a stamp that isn't of the last seconds: the system's clock was stepped meanwhile.
    func date(ofStamp stamp: NTPDate) -> NTPDate? {
        let (raw, real) = Self.readings()
        let age = real.seconds(since: stamp)
        guard -1e-3...4 ~= age else { return nil }
        return date(raw: raw &- Int64(age * 1e9))
    }

    /// Performs a command at the moment when the raw clock reads so much.
    mutating func perform(_ command: ClockCommand, raw: Int64) -> ClockChange? {
        switch command {
        case .setFrequency(let frequency): software.setFrequency(frequency, at: underlying(raw))
        case .step(let offset): software.step(by: offset)
        case .publish: nil
        }
    }

    /// Moves the clock forward by the time that the machine has slept since the latest call.
    ///
    /// - Returns: Whether it has.
    mutating func makeUpForSleep() -> Bool {
        let latest = RawClock.timeAsleep
        let slept = latest &- timeAsleep
        guard slept > Self.shortestSleep else { return false }
        timeAsleep = latest
        _ = software.step(by: NTPDuration(saturating: Double(slept) * 1e-9))
        return true
    }

    /// The clock before anything is known.
    var firstCourse: Timeline.Course {
        let raw = RawClock.now
        return Timeline.Course(
            start: raw, reading: raw &+ epoch, frequency: 0, distance: .infinity, growth: 0, pending: 0,
            slew: 0,
            standing: .unsynchronized)
    }

    private func underlying(_ raw: Int64) -> NTPDate {
        NTPClient.Instant(nanoseconds: raw &+ epoch).date
    }

    /// The raw and the system's clock at the same time.
    private static func readings() -> (raw: Int64, real: NTPDate) {
        let before = RawClock.now
        let real = RealtimeClock.now
        return (before &+ (RawClock.now &- before) / 2, real)
    }
}
