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
    private(set) var time = TrueTime.start
    /// The frequency that the clock was set to.
    public private(set) var frequency = Frequency.zero
    /// What was last published to the users of the clock.
    public private(set) var status: ClockStatus?
    /// The oscillator's frequency error in this second.
    public private(set) var oscillatorFrequency: Double

    private let world: World
    private var oscillator: Oscillator
    /// How much the clock gains on true time per second, all taken together.
    private(set) var rate: Double
    /// What the frequencies have made of the clock when true time stood at `anchor`, in seconds.
    private var phase = 0.0
    private var anchor = TrueTime.start
    /// What the steps have made of it, since the start and with its error then, in units of 2⁻⁶⁴ s.
    private var stepped: Int128
    /// What leap seconds have made of true time, in the same units.
    private var leaped: Int128 = 0
    /// How long the machine was suspended, in seconds: its monotonic clock stood still meanwhile.
    private var suspended = 0.0

    /// - Parameter offset: The clock's error at the start, in seconds; positive: it is ahead.
    init(_ world: World, offset: Double, oscillator: Oscillator) {
        self.world = world
        self.oscillator = oscillator
        oscillatorFrequency = self.oscillator.next()
        rate = oscillatorFrequency
        stepped = world.start.advanced(by: offset).bits &- world.start.bits
    }

    public var precision: Int8 { -26 }
    public var frequencyRange: ClosedRange<Frequency> { Frequency(ppm: -100_000)...Frequency(ppm: 100_000) }

    public var now: NTPDate {
        NTPDate(bits: world.start.bits &+ Int128(time.bits) << 32 &+ stepped).advanced(by: phaseNow)
    }

    /// The clock's error in seconds; positive: it is ahead of true time.
    public var error: Double {
        steps + phaseNow
    }

    /// The machine's monotonic clock: runs as this one does, but is never stepped and sleeps with the machine.
    public var monotonic: MonotonicInstant {
        let fraction = ((time.bits & 0xFFFF_FFFF) &* 1_000_000_000) >> 32
        return MonotonicInstant(nanoseconds: time.wholeSeconds &* 1_000_000_000 &+ fraction)
            .advanced(by: phaseNow - suspended)
    }

    /// A frequency that is no number is refused: the clock keeps the one it has, and says so.
    public mutating func setFrequency(_ frequency: Frequency) -> ClockChange {
        guard frequency.ratio.isFinite else { return .frequency(self.frequency, at: now) }
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

    /// What there is to see at a whole second.
    struct Moment: Hashable, Sendable {
        var time: TrueTime
        var error: Double
        /// The oscillator's frequency error in the second that is over.
        var oscillatorFrequency: Double
    }

    /// Lets true time pass, and appends what there was to see at each whole second on the way.
    mutating func advance(to end: TrueTime, moments: inout [Moment]) {
        let steps = steps
        while time.wholeSeconds < end.wholeSeconds {
            time = TrueTime(bits: (time.wholeSeconds + 1) << 32)
            settle()
            moments.append(
                Moment(time: time, error: steps + phase, oscillatorFrequency: oscillatorFrequency))
            oscillatorFrequency = oscillator.next()
            updateRate()
        }
        time = max(time, end)
    }

    /// By how much this clock is ahead of the monotonic one, in seconds; changes when it is stepped.
    var lead: Double {
        NTPDate(bits: stepped).seconds(since: NTPDate(bits: 0)) + suspended
    }

    /// UTC leaps, and the clock with it, if the machine's kernel was told to.
    ///
    /// - Returns: What happened to the clock; nil: nothing.
    mutating func leap(_ leap: LeapSecond) -> ClockChange? {
        let step = Int128(leap.step.bits) << 32
        leaped &+= step
        guard status?.leap == leap.indicator else { return nil }
        let date = now
        stepped &+= step
        return .leapSecond(leap.step, at: date)
    }

    /// The machine wakes up: since the monotonic clock read `asleep`, only this clock and true time went on.
    mutating func wake(from asleep: MonotonicInstant) {
        suspended += monotonic.seconds(since: asleep)
    }

    /// When the monotonic clock will read `deadline`, if the oscillator stays as it is.
    func time(of deadline: MonotonicInstant) -> TrueTime {
        time.advanced(by: deadline.seconds(since: monotonic) / (1 + rate))
    }

    private var steps: Double {
        NTPDate(bits: stepped).seconds(since: NTPDate(bits: leaped))
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
