// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Makes one sample of several: the one in the middle by its offset, or the mean of the two there.
///
/// For short polls over a quick network, where single samples are noisy and cost little: the `filter` option.
struct SampleFilter: Hashable, Sendable {
    /// Samples whose dispersion is beyond so many times the smallest one don't take part, if enough others do.
    private static let dispersionRatio = 1.5
    private static let enough = 4

    /// How many samples make one; 1 or less passes each on as it is.
    var length: Int
    private var samples: [Sample] = []

    init(length: Int) {
        self.length = length
    }

    /// Takes in a sample.
    ///
    /// - Parameter frequency: The rate at which the source's offset is known to grow, in s/s: what the clock's own
    ///   drift adds over the time of the samples isn't noise.
    /// - Returns: What the samples since the last result come to, once there are enough.
    mutating func add(_ sample: Sample, frequency: Double) -> Sample? {
        samples.append(sample)
        guard samples.count >= length else { return nil }
        defer { reset() }
        return samples.count == 1 ? sample : median(frequency: frequency)
    }

    mutating func stepped(by offset: NTPDuration) {
        for index in samples.indices { samples[index].stepped(by: offset) }
    }

    mutating func reset() {
        samples.removeAll(keepingCapacity: true)
    }

    private func median(frequency: Double) -> Sample {
        let newest = samples[samples.count - 1]
        func residual(_ sample: Sample) -> Double {
            sample.offset - frequency * sample.time.seconds(since: newest.time)
        }
        let sorted = candidates.sorted { residual($0) < residual($1) }
        let lower = sorted[(sorted.count - 1) / 2]
        let upper = sorted[sorted.count / 2]
        let middle = upper.time.seconds(since: lower.time) / 2
        return Sample(
            time: lower.time.advanced(by: middle), offset: (lower.offset + upper.offset) / 2,
            delay: (lower.delay + upper.delay) / 2,
            dispersion: max(lower.dispersion, upper.dispersion),
            rootDelay: max(lower.rootDelay, upper.rootDelay),
            rootDispersion: max(lower.rootDispersion, upper.rootDispersion))
    }

    private var candidates: [Sample] {
        guard let smallest = samples.lazy.map(\.dispersion).min() else { return [] }
        let exact = samples.filter { $0.dispersion <= Self.dispersionRatio * smallest }
        return exact.count >= Self.enough ? exact : samples
    }
}
