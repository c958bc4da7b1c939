// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A pulse that is to be given its second: how it may be shifted, and how far from it the truth may be.
///
/// Which pulse it is, somebody else has to know to less than half of the period. A little less, because a wrong second
/// is the worst that a reference clock can do.
struct PulseTrain: Hashable, Sendable {
    /// The part of the period by which an offset may differ from what is known of it.
    private static let largestPart = 0.4

    /// The time between two pulses, in seconds.
    let period: Double
    /// How far an offset may be from what is known of it, in seconds.
    let tolerance: Double

    /// - Parameters:
    ///   - rate: The pulses in a second.
    ///   - width: How long a pulse lasts, in seconds, where both of its edges are told; nil where only one is.
    init(rate: Int, width: Double?) {
        period = 1 / Double(max(1, rate))
        guard let width, width > 0, width < period else {
            tolerance = Self.largestPart * period
            return
        }
        // The other edge is as far away as the shorter of the two levels lasts.
        tolerance = min(width, period - width) / 2
    }

    /// The offset that differs from this one by whole periods and is nearest to what is known.
    ///
    /// - Parameters:
    ///   - expected: What is known of the offset, in seconds.
    ///   - error: The bound on the error of that.
    /// - Returns: Nil where that isn't known well enough to tell.
    func complete(_ offset: Double, near expected: Double, error: Double) -> Double? {
        let periods = (expected - offset) / period
        guard periods.magnitude < 0x1p62 else { return nil }
        let nearest = Int64(periods < 0 ? periods - 0.5 : periods + 0.5)
        let completed = offset + Double(nearest) * period
        return (expected - completed).magnitude + error < tolerance ? completed : nil
    }
}
