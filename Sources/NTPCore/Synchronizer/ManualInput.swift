// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Times that an operator has entered by a watch (`settime`), and the frequency that follows from them.
public struct ManualInput: Hashable, Sendable {
    /// One of them, on the free-running timescale.
    public struct Entry: Hashable, Sendable {
        var time: FreeRunningTime
        /// The time by which the watch was ahead of the free-running clock, in seconds.
        var offset: Double
        /// The local clock's reading, and the time by which the watch was ahead of it, in seconds.
        public var date: NTPDate
        /// The offset as it was entered, in seconds; positive: the local clock was slow.
        public var originalOffset: Double
    }

    /// How exactly anybody sets a clock by hand, in seconds.
    static let deviation = 0.5
    /// As many as reports have room for.
    private static let capacity = 16

    /// Oldest first.
    public private(set) var entries: [Entry] = []

    public init() {}

    /// Takes in a time.
    ///
    /// - Parameters:
    ///   - offset: The time by which the watch is ahead of the local clock, which reads `date`, in seconds.
    ///   - date: What the local clock reads.
    ///   - clock: How that stands to the free-running one.
    public mutating func add(_ offset: Double, at date: NTPDate, clock: ClockState) {
        if entries.count == Self.capacity { entries.removeFirst() }
        entries.append(
            Entry(time: clock.time, offset: offset + clock.correction, date: date, originalOffset: offset))
    }

    /// Forgets one of them.
    ///
    /// - Returns: Whether there was such a one.
    public mutating func remove(at index: Int) -> Bool {
        guard entries.indices.contains(index) else { return false }
        entries.remove(at: index)
        return true
    }

    /// Forgets all that was entered.
    public mutating func removeAll() {
        entries = []
    }

    /// The clock was moved by so much (positive: forward).
    public mutating func stepped(by offset: NTPDuration) {
        for index in entries.indices {
            entries[index].time = entries[index].time + offset
            entries[index].date = entries[index].date + offset
            entries[index].offset -= offset.seconds
        }
    }

    /// What the oscillator needs by these times; nil while their own errors could have made it up.
    ///
    /// - Parameter skew: The largest error that it may have, in s/s.
    public func frequency(within skew: Double) -> Frequency? {
        guard let first = entries.first, let last = entries.last else { return nil }
        let span = last.time.seconds(since: first.time)
        let deviation = max(line?.slopeDeviation ?? 0, Self.deviation / max(span, 1))
        guard entries.count > 1, deviation <= skew else { return nil }
        return Frequency(ratio: line?.slope ?? (last.offset - first.offset) / span)
    }

    /// What all of them come to together now: by how much the local clock is slow, in seconds.
    ///
    /// With the frequency that follows from them, that is the line through all of them.
    ///
    /// - Parameters:
    ///   - frequency: What the oscillator needs.
    ///   - clock: How the local clock stands to the free-running one.
    /// - Returns: Nil when there is none.
    public func offset(frequency: Frequency, clock: ClockState) -> Double? {
        guard !entries.isEmpty else { return nil }
        let sum = entries.reduce(0) { $0 + offset(of: $1, frequency: frequency, clock: clock) }
        return sum / Double(entries.count)
    }

    /// By how much an entry lies above the line through all of them, in seconds; 0 for fewer than three.
    public func residual(of entry: Entry) -> Double {
        line?.residual(of: point(entry)) ?? 0
    }

    /// The offset to the local clock that an entry comes to now, if the oscillator needs this frequency.
    public func offset(of entry: Entry, frequency: Frequency, clock: ClockState) -> Double {
        entry.offset + frequency.ratio * clock.time.seconds(since: entry.time) - clock.correction
    }

    private var line: LeastSquares? {
        LeastSquares(entries.map(point)[...])
    }

    private func point(_ entry: Entry) -> LeastSquares.Point {
        let latest = entries[entries.count - 1].time
        return LeastSquares.Point(x: entry.time.seconds(since: latest), y: entry.offset, relativeVariance: 1)
    }
}
