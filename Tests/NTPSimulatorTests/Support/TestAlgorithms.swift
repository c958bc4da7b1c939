// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// Believes the latest sample of the first source that has one: the least that can be plugged in.
///
/// For tests that are about the simulator. Nothing that is done to the disciplines that ship changes it.
struct LatestSample: SynchronizationAlgorithm {
    /// What the root distance is multiplied by: below 1, it claims too much.
    var confidence = 1.0
    /// What each offset is multiplied by: at 0, nothing is ever corrected.
    var gain = 1.0

    struct Estimator: SourceEstimator {
        var confidence: Double
        private var sample: Sample?
        private var count = 0

        init(confidence: Double) {
            self.confidence = confidence
        }

        mutating func add(_ sample: Sample) {
            self.sample = sample
            count += 1
        }

        mutating func stepped(by offset: NTPDuration) {
            sample?.stepped(by: offset)
        }

        mutating func reset() {
            sample = nil
            count = 0
        }

        func estimate(at time: FreeRunningTime) -> SourceEstimate? {
            guard let sample else { return nil }
            let age = time.seconds(since: sample.time)
            return SourceEstimate(
                time: time, offset: sample.offset, offsetDeviation: sample.delay / 4, frequency: 0,
                frequencyDeviation: 200e-6, skew: 200e-6, jitter: sample.delay / 4,
                rootDelay: confidence * (sample.rootDelay + sample.delay),
                rootDispersion: confidence * (sample.rootDispersion + sample.dispersion + age * 200e-6))
        }

        func pollAdjustment(at poll: PollInterval, target: Int) -> Double { 0 }
        var support: EstimateSupport { EstimateSupport(samples: count, runs: 0, span: 0) }
    }

    struct Discipline: ClockDiscipline {
        var frequency = Frequency.zero
        var skew: Double { 200e-6 }

        mutating func update(with estimate: CombinedEstimate, clock: ClockState) -> Correction {
            Correction(
                frequency: frequency, offset: estimate.offset(at: clock.time) - clock.correction, duration: 4)
        }
    }

    func makeEstimator(options: EstimatorOptions) -> Estimator { Estimator(confidence: confidence) }
    func makeSelector() -> IntervalSelector { IntervalSelector() }
    func makeDiscipline(frequency: Frequency, skew: Double) -> Discipline { Discipline() }

    func combine(_ survivors: [SourceEstimate]) -> CombinedEstimate {
        var estimate = Combiner.combine(survivors)
        estimate.offset *= gain
        return estimate
    }
}

/// Follows everybody, whoever contradicts whom.
struct Gullible: SynchronizationAlgorithm {
    struct Selector: SelectionAlgorithm {
        mutating func select(from candidates: [SelectionCandidate]) -> Selection {
            let survivors = candidates.indices.filter { candidates[$0].estimate != nil }
            let statuses = candidates.indices.map { index -> SourceStatus in
                if candidates[index].estimate == nil { return .missingSamples }
                return index == survivors.first ? .selected : .combined
            }
            return Selection(statuses: statuses, survivors: survivors)
        }
    }

    private let model = LatestSample()

    func makeEstimator(options: EstimatorOptions) -> LatestSample.Estimator {
        model.makeEstimator(options: options)
    }
    func makeSelector() -> Selector { Selector() }
    func makeDiscipline(frequency: Frequency, skew: Double) -> LatestSample.Discipline {
        model.makeDiscipline(frequency: frequency, skew: skew)
    }
    func combine(_ survivors: [SourceEstimate]) -> CombinedEstimate { model.combine(survivors) }
}
