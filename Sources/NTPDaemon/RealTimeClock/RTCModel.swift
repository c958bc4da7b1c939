// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

/// How fast a real-time clock is, and how much faster it becomes, by what was seen of it.
struct RTCModel {
    private struct Sample {
        var time: NTPDate
        /// The time by which the real-time clock was ahead, in seconds.
        var ahead: Double
    }

    private static let capacity = 64
    /// Somebody has set it, or its ticks were missed, when it is so much off what was foreseen, in seconds.
    private static let largestSurprise = 1.0

    private var samples: [Sample] = []

    var count: Int { samples.count }

    /// From the first to the last sample, in seconds.
    var span: Double {
        guard let first = samples.first, let last = samples.last else { return 0 }
        return last.time.seconds(since: first.time)
    }

    /// How many runs of residuals with the same sign there are.
    var runs: Int {
        guard let line else { return 0 }
        return RunsTest.runs(in: points.map { line.residual(of: $0) })
    }

    /// Nil for fewer than three samples: nobody knows how good they are.
    var coefficients: RTCCoefficients? {
        guard let line, let last = samples.last else { return nil }
        return RTCCoefficients(reference: last.time, ahead: line.intercept, gain: line.slope)
    }

    /// - Parameter ahead: The time by which the real-time clock is ahead when it is `time`, in seconds.
    mutating func add(_ ahead: Double, at time: NTPDate) {
        let foreseen = coefficients?.ahead(at: time) ?? samples.last?.ahead ?? ahead
        if (ahead - foreseen).magnitude > Self.largestSurprise { samples = [] }
        if samples.count == Self.capacity { samples.removeFirst() }
        samples.append(Sample(time: time, ahead: ahead))
    }

    mutating func reset() {
        samples = []
    }

    private var points: [LeastSquares.Point] {
        guard let last = samples.last else { return [] }
        return samples.map {
            LeastSquares.Point(x: $0.time.seconds(since: last.time), y: $0.ahead, relativeVariance: 1)
        }
    }

    private var line: LeastSquares? { LeastSquares(points[...]) }
}

/// A straight line by which a real-time clock goes.
struct RTCCoefficients: Hashable {
    var reference: NTPDate
    /// The time by which it is ahead then, in seconds, and by how much more with each second.
    var ahead: Double
    var gain: Double

    func ahead(at time: NTPDate) -> Double {
        ahead + gain * time.seconds(since: reference)
    }

    /// The true time when the real-time clock shows `reading`.
    func time(at reading: NTPDate) -> NTPDate {
        // What it has gained since the reference is little, whichever of the clocks one counts the time by.
        reading.advanced(by: -(ahead + gain * reading.advanced(by: -ahead).seconds(since: reference)))
    }
}
