// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The clock filter and the phase-locked loop of RFC 5905, with interval selection between them.
public struct PhaseLockedAlgorithm: SynchronizationAlgorithm {
    /// How sources are selected.
    public var selector: SelectorOptions
    /// How the clock is corrected.
    public var discipline: PhaseLockedDiscipline.Options

    public init(
        selector: SelectorOptions = SelectorOptions(),
        discipline: PhaseLockedDiscipline.Options = PhaseLockedDiscipline.Options()
    ) {
        self.selector = selector
        self.discipline = discipline
    }

    public func makeEstimator(options: EstimatorOptions) -> ClockFilterEstimator {
        ClockFilterEstimator(options: options)
    }

    public func makeSelector() -> IntervalSelector {
        IntervalSelector(options: selector)
    }

    public func makeDiscipline(frequency: Frequency, skew: Double) -> PhaseLockedDiscipline {
        PhaseLockedDiscipline(frequency: frequency, skew: skew, options: discipline)
    }

    public func combine(_ survivors: [SourceEstimate]) -> CombinedEstimate {
        Combiner.combine(survivors)
    }
}
