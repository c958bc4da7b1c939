// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Samples that outlive the synchronizer.
extension Synchronizer {
    /// The most samples that are kept of a source.
    public static var rememberedSamples: Int { Source<Algorithm.Estimator>.rememberedSamples }

    /// The latest samples of a source's time, oldest first; none when there is no such source.
    public func samples(of id: SourceID) -> [Sample] {
        guard let index = index(of: id) else { return [] }
        return sources[index].samples.map { sample in
            var sample = sample
            sample.offset += sources[index].explained(at: sample.time)
            return sample
        }
    }

    /// Begins the estimate of a source with samples of an earlier run, oldest first.
    ///
    /// They must be on this synchronizer's timescale, and older than its own. The source isn't used before it answers.
    public mutating func restore(_ samples: [Sample], to id: SourceID) {
        guard let index = index(of: id), sources[index].samples.isEmpty else { return }
        sources[index].restore(samples)
    }

    /// The free-running clock's reading when the local clock reads `date`: the timescale of the samples.
    public func freeRunning(at date: NTPDate) -> FreeRunningTime {
        history.freeRunning(at: date)
    }
}
