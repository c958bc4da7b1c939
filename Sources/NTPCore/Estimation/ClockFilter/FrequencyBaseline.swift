// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// How fast a source goes ahead of the free-running clock, by two of its offsets that are far enough apart.
///
/// Over less than the Allan intercept the noise of the offsets counts for more than the oscillator's wander, over
/// more it is the other way round.
struct FrequencyBaseline: Hashable, Sendable {
    private struct Point: Hashable, Sendable {
        var time: FreeRunningTime
        var offset: Double

        mutating func stepped(by offset: NTPDuration) {
            time = time + offset
            self.offset -= offset.seconds
        }
    }

    /// Offsets are remembered that are this part of the baseline apart.
    private static let spacing = 1.0 / 8

    /// In seconds.
    private let length: Double
    /// Oldest first; the newest one besides.
    private var points: [Point] = []
    private var newest: Point?

    init(length: Double) {
        self.length = length
    }

    /// From the older to the newer offset, in seconds; zero with less than two.
    var span: Double {
        guard let newest, let oldest = points.first else { return 0 }
        return newest.time.seconds(since: oldest.time)
    }

    /// The frequency in s/s, positive when the source gains; nil with less than two offsets.
    var frequency: Double? {
        guard let newest, let oldest = points.first, span > 0 else { return nil }
        return (newest.offset - oldest.offset) / span
    }

    /// Takes in an offset. They come in the order of their times.
    mutating func add(_ offset: Double, at time: FreeRunningTime) {
        let point = Point(time: time, offset: offset)
        newest = point
        if let last = points.last, time.seconds(since: last.time) < Self.spacing * length { return }
        points.append(point)
        // The oldest can go as long as the next one is old enough.
        while points.count > 2, time.seconds(since: points[1].time) >= length { points.removeFirst() }
    }

    mutating func stepped(by offset: NTPDuration) {
        for index in points.indices { points[index].stepped(by: offset) }
        newest?.stepped(by: offset)
    }
}
