// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Weighted regression of each source, interval selection, and frequencies weighed by their skews.
public struct RegressionAlgorithm: SynchronizationAlgorithm {
    /// How sources are selected.
    public var selector: SelectorOptions
    /// How the clock is corrected.
    public var discipline: RegressionDiscipline.Options

    public init(
        selector: SelectorOptions = SelectorOptions(),
        discipline: RegressionDiscipline.Options = RegressionDiscipline.Options()
    ) {
        self.selector = selector
        self.discipline = discipline
    }

    public func makeEstimator(options: EstimatorOptions) -> RegressionEstimator {
        RegressionEstimator(options: options)
    }

    public func makeSelector() -> IntervalSelector {
        IntervalSelector(options: selector)
    }

    public func makeDiscipline(frequency: Frequency, skew: Double) -> RegressionDiscipline {
        RegressionDiscipline(frequency: frequency, skew: skew, options: discipline)
    }

    public func combine(_ survivors: [SourceEstimate]) -> CombinedEstimate {
        Combiner.combine(survivors)
    }
}
