// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A quantile of the delays of late: the `maxdelayquant` option.
///
/// Exact, from a window of the latest delays, all of them: those of samples that aren't used count as well, or the
/// limit would tighten itself.
struct DelayQuantile: Hashable, Sendable {
    /// So many that the rarest quantile that may be asked for, 1 in 20, rests upon a dozen of them.
    private static let capacity = 256
    /// Below this many, nothing can be said.
    private static let fewest = 16

    private var delays: [Double] = []
    /// Where the next delay goes, once all places are taken.
    private var oldest = 0

    mutating func note(_ delay: Double) {
        guard delays.count == Self.capacity else { return delays.append(delay) }
        delays[oldest] = delay
        oldest = (oldest + 1) % Self.capacity
    }

    /// The delay that this share of all doesn't exceed, in seconds; nil while there are too few.
    func value(at share: Double) -> Double? {
        guard delays.count >= Self.fewest else { return nil }
        let index = Int(share * Double(delays.count))
        return delays.sorted()[max(0, min(delays.count - 1, index))]
    }

    mutating func reset() {
        delays.removeAll(keepingCapacity: true)
        oldest = 0
    }
}
