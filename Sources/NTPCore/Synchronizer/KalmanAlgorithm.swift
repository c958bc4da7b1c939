// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Banks of Kalman filters, interval selection, and a discipline that does what they say.
public struct KalmanAlgorithm: SynchronizationAlgorithm {
    /// How sources are selected.
    public var selector: SelectorOptions
    /// How the clock is corrected.
    public var discipline: FeedForwardDiscipline.Options

    public init(
        selector: SelectorOptions = SelectorOptions(),
        discipline: FeedForwardDiscipline.Options = FeedForwardDiscipline.Options()
    ) {
        self.selector = selector
        self.discipline = discipline
    }

    public func makeEstimator(options: EstimatorOptions) -> KalmanEstimator {
        KalmanEstimator(options: options)
    }

    public func makeSelector() -> IntervalSelector {
        IntervalSelector(options: selector)
    }

    public func makeDiscipline(frequency: Frequency, skew: Double) -> FeedForwardDiscipline {
        FeedForwardDiscipline(frequency: frequency, skew: skew, options: discipline)
    }

    public func combine(_ survivors: [SourceEstimate]) -> CombinedEstimate {
        Combiner.combine(survivors)
    }
}
