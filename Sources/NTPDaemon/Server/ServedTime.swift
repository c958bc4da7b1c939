// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPServer

/// What is to be added to the system's clock to get the time that is served.
///
/// A line: until the next command to the clock, a slew makes it change at a constant rate.
struct ServedTime: Hashable, Sendable, BitwiseCopyable {
    private let start: NTPDate
    private var correction: Double
    /// In s/s.
    private(set) var rate: Double
    private(set) var monotonic: MonotonicTimescale

    /// - Parameters:
    ///   - start: The system's clock now.
    ///   - correction: What is to be added when the system's clock reads so much, in seconds.
    init(from start: NTPDate, monotonic: MonotonicTimescale, _ correction: (NTPDate) -> Double) {
        self.start = start
        self.monotonic = monotonic
        self.correction = correction(start)
        rate = correction(start.advanced(by: 1)) - self.correction
    }

    /// Takes what is still to be smoothed out of it, as it is now.
    mutating func smooth(by smoothing: TimeSmoothing, at now: MonotonicInstant) {
        let state = smoothing.state(at: now)
        correction += state.offset
        rate += state.frequency * (1 + rate)
        monotonic.corrected(by: state.offset)
    }

    func correction(at date: NTPDate) -> Double {
        correction + rate * date.seconds(since: start)
    }
}
