// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The latest samples of a source, oldest first, and as many dropped ones from before them.
///
/// The dropped ones aren't fitted any more; they tell, by the signs of their residuals, whether the fit is good.
struct SampleWindow: Hashable, Sendable {
    private(set) var samples: [Sample] = []
    /// The index of the oldest sample that is in use.
    private(set) var start = 0
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        samples.reserveCapacity(2 * capacity)
    }

    /// How many samples are in use.
    var count: Int { samples.count - start }
    var used: ArraySlice<Sample> { samples[start...] }
    var newest: Sample? { samples.last }

    mutating func append(_ sample: Sample) {
        samples.append(sample)
        if count > capacity { dropOldest(1) }
    }

    /// Takes the oldest out of use. No more dropped samples are kept than there are used ones.
    mutating func dropOldest(_ dropped: Int) {
        start += dropped
        let excess = start - count
        guard excess > 0 else { return }
        samples.removeFirst(excess)
        start -= excess
    }

    mutating func stepped(by offset: NTPDuration) {
        for index in samples.indices {
            samples[index].stepped(by: offset)
        }
    }

    mutating func removeAll() {
        samples.removeAll(keepingCapacity: true)
        start = 0
    }
}
