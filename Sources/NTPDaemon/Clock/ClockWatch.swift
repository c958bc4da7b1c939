// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Notices when somebody else moves the system's clock: an operator, another daemon, a resume from suspend.
///
/// The monotonic clock is slewed together with the system's but never stepped, and stands still while the machine
/// sleeps; so the difference of the two changes by steps alone, whatever they are slewed by. Each look bounds that
/// difference, and a look that contradicts what was known before proves a step: being interrupted between two
/// readings proves nothing.
struct ClockWatch {
    /// In seconds. Less than that is no harm to any measurement, and more than the rounding of the kernel's clocks.
    static let smallestStep = 1e-6

    private let start: ClockPair
    /// By how much the system's clock has gained on the monotonic one since the start, in seconds, as far as is known.
    private var gain: ClosedRange<Double>

    init(_ start: ClockPair) {
        self.start = start
        gain = start.gain(since: start)
    }

    /// Takes in a look at both clocks.
    ///
    /// - Returns: By how much the system's clock was moved since the look before, in seconds; nil when it wasn't.
    mutating func step(_ look: ClockPair) -> Double? {
        let latest = look.gain(since: start)
        let apart = max(latest.lowerBound - gain.upperBound, gain.lowerBound - latest.upperBound)
        guard apart < Self.smallestStep else {
            defer { gain = latest }
            return latest.middle - gain.middle
        }
        gain = apart <= 0 ? latest.clamped(to: gain) : latest
        return nil
    }
}

extension ClockPair {
    fileprivate func gain(since start: ClockPair) -> ClosedRange<Double> {
        let elapsed = real.seconds(since: start.real)
        let least = elapsed - latest.seconds(since: start.earliest)
        let most = elapsed - earliest.seconds(since: start.latest)
        // The other way round where a monotonic clock isn't: nothing that a clock reads may end the daemon.
        return min(least, most)...max(least, most)
    }
}

extension ClosedRange<Double> {
    fileprivate var middle: Double { (lowerBound + upperBound) / 2 }
}
