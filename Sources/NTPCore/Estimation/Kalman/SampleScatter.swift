// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// By how much the offsets of a source without a path scatter, as seen in how they deviate from a straight line through
/// their neighbours.
///
/// The wander of the oscillator is in it as well: it is what the noise of a sample is at the most.
struct SampleScatter: Hashable, Sendable {
    /// The memory, in samples.
    private static let memory = 64.0
    /// What the latest sample says of itself counts as much as so many deviations.
    private static let prior = 2.0
    /// A single deviation must not count for more than one of so many standard deviations.
    private static let limit = 4.0

    private var first: Sample?
    private var second: Sample?
    private var count = 0.0
    /// The mean of the squares.
    private var observed = 0.0

    /// The variance of the latest sample's offset, in s².
    var variance: Double {
        let weight = min(count, Self.memory)
        let told = second?.dispersion ?? 0
        return (Self.prior * told * told + weight * observed) / (Self.prior + weight)
    }

    mutating func add(_ sample: Sample) {
        defer { (first, second) = (second, sample) }
        guard let first, let second else { return }
        let before = second.time.seconds(since: first.time)
        let after = sample.time.seconds(since: second.time)
        guard before > 0, after > 0 else { return }
        let share = before / (before + after)
        let deviation = second.offset - (1 - share) * first.offset - share * sample.offset
        // White noise of all three is in the deviation.
        note(deviation * deviation / (1 + share * share + (1 - share) * (1 - share)))
    }

    mutating func stepped(by offset: NTPDuration) {
        first?.stepped(by: offset)
        second?.stepped(by: offset)
    }

    /// How noisy a sample may be.
    func noise(of sample: Sample) -> NoiseLevels {
        NoiseLevels(largest: variance, told: min(variance, sample.dispersion * sample.dispersion / 12))
    }

    private mutating func note(_ square: Double) {
        let limited = count < 8 ? square : min(square, Self.limit * Self.limit * observed)
        count += 1
        observed += max(1 / count, 1 / Self.memory) * (limited - observed)
    }
}

/// What the variance of the noise of a sample without a path may be, in s²: the rest of the scatter is wander.
struct NoiseLevels: Hashable, Sendable {
    /// That of the scatter.
    var largest: Double
    /// By what the sample says of itself.
    var told: Double

    /// By hypothesis: all of the scatter, a quarter of its deviation, and as told.
    subscript(hypothesis: Int) -> Double {
        switch hypothesis {
        case 0: largest
        case 1: max(told, largest / 16)
        default: told
        }
    }
}
