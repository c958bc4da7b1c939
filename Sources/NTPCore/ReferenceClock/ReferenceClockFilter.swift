// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Makes one sample of those that came in a poll interval: the mean of the middle ones.
struct ReferenceClockFilter: Hashable, Sendable {
    /// Samples whose dispersion is beyond so many times the smallest one don't take part, if enough others do.
    private static let dispersionRatio = 1.5
    /// So many make a mean; with a shorter filter, as many as it holds.
    private static let enough = 4
    /// The part of the samples that is kept, from the middle of them by their offsets.
    private static let kept = 0.6

    /// How many samples it holds at most; the latest ones.
    let capacity: Int
    private var samples: [Sample] = []

    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    mutating func add(_ sample: Sample) {
        if samples.count == capacity { samples.removeFirst() }
        samples.append(sample)
    }

    /// Takes out what the samples since the last time come to; nil when they are too few.
    ///
    /// - Parameter frequency: The rate at which the offset is known to grow, in s/s: that isn't noise.
    mutating func takeResult(frequency: Double) -> Sample? {
        defer { reset() }
        guard samples.count >= min(Self.enough, capacity) else { return nil }
        return mean(frequency: frequency)
    }

    mutating func stepped(by offset: NTPDuration) {
        for index in samples.indices { samples[index].stepped(by: offset) }
    }

    mutating func leapt(by seconds: Double) {
        for index in samples.indices { samples[index].offset += seconds }
    }

    mutating func reset() {
        samples.removeAll(keepingCapacity: true)
    }

    private func mean(frequency: Double) -> Sample? {
        guard let newest = samples.last else { return nil }
        func residual(_ sample: Sample) -> Double {
            sample.offset - frequency * sample.time.seconds(since: newest.time)
        }
        let sorted = candidates.sorted { residual($0) < residual($1) }
        // Of more than two, at least one goes at either end.
        let part = Int(Double(sorted.count) * (1 - Self.kept) / 2)
        let dropped = sorted.count > 2 ? max(1, part) : 0
        let middle = sorted[dropped..<sorted.count - dropped]

        let count = Double(middle.count)
        let time = middle.reduce(0) { $0 + $1.time.seconds(since: newest.time) } / count
        let offset = middle.reduce(0) { $0 + residual($1) } / count
        let dispersion = middle.reduce(0) { $0 + $1.dispersion } / count
        // Of all that took part, since those in the middle of them would say too little.
        let squares = sorted.reduce(0) { sum, sample in
            let deviation = residual(sample) - offset
            return sum + deviation * deviation
        }
        var result = newest
        result.time = newest.time.advanced(by: time)
        result.offset = offset + frequency * time
        // The errors of a receiver last longer than a poll interval, so that a mean isn't better than one of them.
        result.dispersion = dispersion + (squares / Double(max(1, sorted.count - 1))).squareRoot()
        return result
    }

    private var candidates: [Sample] {
        guard let smallest = samples.lazy.map(\.dispersion).min() else { return [] }
        let exact = samples.filter { $0.dispersion <= Self.dispersionRatio * smallest }
        return exact.count >= Self.enough ? exact : samples
    }
}
