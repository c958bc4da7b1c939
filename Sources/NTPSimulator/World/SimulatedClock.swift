// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// A clock whose true error is known, driven by an oscillator that errs.
///
/// Stands where it was last brought to by `advance(to:)`. Its frequency has the resolution of a Linux kernel's.
public struct SimulatedClock: LocalClock, Sendable {
    /// 2⁻¹⁶ ppm, the unit of `timex.freq`.
    private static let frequencyUnit = 0x1p-16 * 1e-6

    /// Where true time stands.
    public private(set) var time = TrueTime.start
    /// The frequency that the clock was set to.
    public private(set) var frequency = Frequency.zero
    /// What was last published to the users of the clock.
    public private(set) var status: ClockStatus?

    private let start: NTPDate
    private var oscillator: Oscillator
    /// The oscillator's frequency error in this second.
    private(set) var oscillatorFrequency: Double
    /// How much the clock gains on true time per second, all taken together.
    private var rate: Double
    /// The clock's error when true time stood at `anchor`, without the steps, and the steps.
    private var anchor = TrueTime.start
    private var phase = 0.0
    private var stepped: Int128
    /// How long the machine was suspended, in seconds: its monotonic clock stood still meanwhile.
    private var suspended = 0.0

    /// - Parameters:
    ///   - start: The true date at the start.
    ///   - offset: The clock's error at the start, in seconds; positive: it is ahead.
    init(start: NTPDate, offset: Double, oscillator: Oscillator) {
        self.start = start
        self.oscillator = oscillator
        oscillatorFrequency = self.oscillator.next()
        rate = oscillatorFrequency
        stepped = start.advanced(by: offset).bits &- start.bits
    }

    public var precision: Int8 { -26 }
    public var frequencyRange: ClosedRange<Frequency> { Frequency(ppm: -100_000)...Frequency(ppm: 100_000) }

    public var now: NTPDate {
        NTPDate(bits: start.bits &+ Int128(time.bits) << 32 &+ stepped).advanced(by: phaseNow)
    }

    /// The clock's error in seconds; positive: it is ahead of true time.
    public var error: Double {
        steps + phaseNow
    }

    /// The machine's monotonic clock: runs as this one does, but is neither stepped nor runs while suspended.
    public var monotonic: MonotonicInstant {
        let fraction = (time.bits & 0xFFFF_FFFF) &* 1_000_000_000 >> 32
        return MonotonicInstant(nanoseconds: time.wholeSeconds &* 1_000_000_000 &+ fraction)
            .advanced(by: phaseNow - suspended)
    }

    /// Lets true time pass. `eachSecond` gets the clock's error at each whole second on the way.
    mutating func advance(to end: TrueTime, eachSecond: (Double) -> Void = { _ in }) {
        let steps = steps
        while time.wholeSeconds < end.wholeSeconds {
            time = TrueTime(bits: (time.wholeSeconds + 1) << 32)
            settle()
            eachSecond(steps + phase)
            oscillatorFrequency = oscillator.next()
            updateRate()
        }
        time = max(time, end)
    }

    public mutating func setFrequency(_ frequency: Frequency) -> ClockChange {
        settle()
        let limited = min(max(frequency, frequencyRange.lowerBound), frequencyRange.upperBound)
        let units = limited.ratio / Self.frequencyUnit
        let rounded = Double(Int64(units + (units < 0 ? -0.5 : 0.5)))
        self.frequency = Frequency(ratio: rounded * Self.frequencyUnit)
        updateRate()
        return .frequency(self.frequency, at: now)
    }

    public mutating func step(by offset: NTPDuration) -> ClockChange {
        stepped &+= Int128(offset.bits) << 32
        return .step(offset)
    }

    public mutating func publish(_ status: ClockStatus) {
        self.status = status
    }

    /// The machine wakes up: since the monotonic clock read `asleep`, only this clock and true time went on.
    mutating func wake(from asleep: MonotonicInstant) {
        suspended += monotonic.seconds(since: asleep)
    }

    /// How long true time takes until the monotonic clock reads `deadline`, if the oscillator stays as it is.
    func seconds(until deadline: MonotonicInstant) -> Double {
        deadline.seconds(since: monotonic) / (1 + rate)
    }

    private var steps: Double {
        NTPDate(bits: stepped).seconds(since: NTPDate(bits: 0))
    }

    private var phaseNow: Double {
        phase + time.seconds(since: anchor) * rate
    }

    private mutating func settle() {
        phase = phaseNow
        anchor = time
    }

    private mutating func updateRate() {
        rate = oscillatorFrequency + frequency.ratio + oscillatorFrequency * frequency.ratio
    }
}
