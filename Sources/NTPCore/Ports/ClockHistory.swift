// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// How the local clock was slewed of late; converts its readings to the free-running timescale.
///
/// The free-running clock is the local one without any frequency adjustment (and with all steps). A reading
/// from before the latest change converts by the frequency that was in force then, for the last few changes:
/// timestamps of a request in flight stay exact while the clock is being slewed.
public struct ClockHistory: Hashable, Sendable {
    private struct Segment: Hashable, Sendable {
        /// The local clock's reading at which the segment begins, and the free-running clock's at the same moment.
        var local: NTPDate
        var freeRunning: FreeRunningTime
        var frequency: Frequency
    }

    /// Changes come a few times in a poll interval, and in interleaved mode an exchange is measured one interval
    /// after it took place.
    private static let capacity = 64

    /// Oldest first, never empty.
    private var segments: [Segment]

    /// A clock that has been running at `frequency` for as long as anybody will ask.
    ///
    /// - Parameters:
    ///   - frequency: How much faster than the oscillator; positive: faster.
    ///   - date: Where the free-running clock and the local one agree by definition.
    public init(frequency: Frequency, at date: NTPDate) {
        let start = Segment(local: date, freeRunning: FreeRunningTime(bits: date.bits), frequency: frequency)
        segments = [start]
        segments.reserveCapacity(Self.capacity)
    }

    /// The frequency at which the clock runs now.
    public var frequency: Frequency {
        latest.frequency
    }

    /// The free-running reading at the moment when the local clock read `date`.
    public func freeRunning(at date: NTPDate) -> FreeRunningTime {
        let segment = segments.last { $0.local <= date } ?? oldest
        let elapsed = date.seconds(since: segment.local)
        // The difference of the two clocks is what is computed in floating point: small, so nothing is lost.
        let slewed = elapsed * segment.frequency.ratio / (1 + segment.frequency.ratio)
        let sinceStart = date.bits &- segment.local.bits
        return FreeRunningTime(bits: segment.freeRunning.bits &+ sinceStart).advanced(by: -slewed)
    }

    /// By how much the slews have moved the local clock forward, in seconds, when it reads `date`.
    ///
    /// What has to be taken from an offset to the free-running clock to get the offset to the local one.
    public func correction(at date: NTPDate) -> Double {
        Double(fixedPointSeconds: date.bits &- freeRunning(at: date).bits)
    }

    /// Takes note of a change. An unknown step is taken for one of zero: what was measured before is void then.
    public mutating func apply(_ change: ClockChange) {
        switch change {
        case .frequency(let frequency, let date):
            append(Segment(local: date, freeRunning: freeRunning(at: date), frequency: frequency))
        case .step(let offset), .leapSecond(let offset, _):
            move(by: offset)
        case .unknownStep(let date):
            self = ClockHistory(frequency: frequency, at: date)
        }
    }

    private var latest: Segment { segments[segments.count - 1] }
    private var oldest: Segment { segments[0] }

    private mutating func append(_ segment: Segment) {
        if segments.count == Self.capacity { segments.removeFirst() }
        segments.append(segment)
    }

    /// Both clocks as if they had always been that much ahead.
    private mutating func move(by offset: NTPDuration) {
        for index in segments.indices {
            segments[index].local = segments[index].local + offset
            segments[index].freeRunning = segments[index].freeRunning + offset
        }
    }
}
