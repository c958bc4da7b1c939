// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPCore

/// A truthful server at the other end of a path with exponential queues, and what a client measures of it.
struct SampledSource {
    /// One way, in seconds; and the mean of each queue.
    var delay = 1e-3
    var jitter = 1e-3
    /// The standard deviation of the change of frequency in a second.
    var wander = 1e-9
    var interval = 64.0
    /// By how much the server is ahead, and how fast that grows: what an estimator has to find out.
    var offset = 0.1
    var frequency = 100e-6
    private(set) var time = FreeRunningTime(
        bits: NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0).bits)
    private var generator: TestGenerator

    init(seed: UInt64 = 1, _ configure: (inout Self) -> Void = { _ in }) {
        generator = .stream(seed)
        configure(&self)
    }

    /// Lets an interval pass and takes a sample.
    mutating func next() -> Sample {
        time = time.advanced(by: interval)
        let change = wander * interval.squareRoot() * generator.normal()
        offset += interval * (frequency + change / 2)
        frequency += change
        let towards = jitter * generator.exponential()
        let back = jitter * generator.exponential()
        return Sample(
            time: time, offset: offset + (towards - back) / 2, delay: 2 * delay + towards + back,
            dispersion: 0x1p-24)
    }

    /// An estimator that has seen so many samples.
    mutating func estimator(samples: Int) -> KalmanEstimator {
        var estimator = KalmanEstimator()
        for _ in 0..<samples { estimator.add(next()) }
        return estimator
    }
}
