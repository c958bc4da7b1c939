// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Makes one sample of those of several polls: the one in the middle by its offset, or the mean of the two there.
///
/// Polls count, not samples: when few are good enough, the fewer are made one of, and the clock is corrected as often.
/// For short polls over a quick network, where single samples are noisy and cost little: the `filter` option.
struct SampleFilter: Hashable, Sendable {
    /// Samples whose dispersion is beyond so many times the smallest one don't take part, if enough others do.
    private static let dispersionRatio = 1.5
    private static let enough = 4

    /// The samples of how many polls make one; 1 or less passes each on as it is.
    var length: Int
    private var samples: [Sample] = []
    /// How many polls began since the latest result.
    private var polls = 0

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
        guard max(samples.count, polls) >= length else { return nil }
        return finish(frequency: frequency)
    }

    /// Takes note that a poll begins.
    ///
    /// - Parameter frequency: As above.
    /// - Returns: What the polls before come to, if the last one of them has brought nothing.
    mutating func notePoll(frequency: Double) -> Sample? {
        defer { polls += 1 }
        guard polls >= length else { return nil }
        guard !samples.isEmpty else {
            reset()
            return nil
        }
        return finish(frequency: frequency)
    }

    private mutating func finish(frequency: Double) -> Sample {
        defer { reset() }
        return samples.count == 1 ? samples[0] : median(frequency: frequency)
    }

    mutating func stepped(by offset: NTPDuration) {
        for index in samples.indices { samples[index].stepped(by: offset) }
    }

    mutating func reset() {
        samples.removeAll(keepingCapacity: true)
        polls = 0
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
            rootDispersion: max(lower.rootDispersion, upper.rootDispersion),
            precision: max(lower.precision, upper.precision))
    }

    private var candidates: [Sample] {
        guard let smallest = samples.lazy.map(\.dispersion).min() else { return [] }
        let exact = samples.filter { $0.dispersion <= Self.dispersionRatio * smallest }
        return exact.count >= Self.enough ? exact : samples
    }
}
