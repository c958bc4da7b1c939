// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A way to get from samples to corrections: estimator, selection, combination and discipline that fit together.
///
/// One unit, because a Kalman filter of the sources and a phase-locked loop do not mix; each part still works alone.
public protocol SynchronizationAlgorithm: Sendable {
    associatedtype Estimator: SourceEstimator
    associatedtype Selector: SelectionAlgorithm
    associatedtype Discipline: ClockDiscipline

    func makeEstimator(options: EstimatorOptions) -> Estimator
    func makeSelector() -> Selector
    /// - Parameters:
    ///   - frequency: What the oscillator is known to need, from a drift file; zero when nothing is known.
    ///   - skew: The bound on the error of `frequency`, in s/s.
    func makeDiscipline(frequency: Frequency, skew: Double) -> Discipline
    /// What the survivors of a selection, the system peer first, say together. Never called with none.
    func combine(_ survivors: [SourceEstimate]) -> CombinedEstimate
}
