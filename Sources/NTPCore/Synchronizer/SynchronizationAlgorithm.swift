// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A way to get from samples to corrections: estimator, selection, combination and discipline that fit together.
///
/// One unit, because a Kalman filter of the sources and a phase-locked loop do not mix; each part still works alone.
public protocol SynchronizationAlgorithm: Sendable {
    /// Makes an estimate of one source's samples.
    associatedtype Estimator: SourceEstimator
    /// Says which sources are believed.
    associatedtype Selector: SelectionAlgorithm
    /// Says how the clock is to be corrected.
    associatedtype Discipline: ClockDiscipline

    /// An estimator for a source that is new, or begins anew.
    func makeEstimator(options: EstimatorOptions) -> Estimator
    /// The selector, with whatever it remembers still empty.
    func makeSelector() -> Selector
    /// - Parameters:
    ///   - frequency: What the oscillator is known to need, from a drift file; zero when nothing is known.
    ///   - skew: The bound on the error of `frequency`, in s/s.
    func makeDiscipline(frequency: Frequency, skew: Double) -> Discipline
    /// What the survivors of a selection, the system peer first, say together. Never called with none.
    func combine(_ survivors: [SourceEstimate]) -> CombinedEstimate
}
