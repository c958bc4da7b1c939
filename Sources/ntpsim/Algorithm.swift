// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPCore
import NTPSimulator

/// The disciplines that can be chosen by name. One more is one more case, here and below.
enum Algorithm: String, CaseIterable, ExpressibleByArgument {
    case kalman, regression

    /// The one that `ntpd` uses when nothing else is asked for.
    static let standard = Algorithm.kalman

    /// Runs to the end, whatever happens.
    func measure(_ scenario: Scenario, seed: UInt64, tracing: Tracing = .off) -> Report {
        switch self {
        case .kalman: measure(scenario, seed, tracing, KalmanAlgorithm())
        case .regression: measure(scenario, seed, tracing, RegressionAlgorithm())
        }
    }

    private func measure(
        _ scenario: Scenario, _ seed: UInt64, _ tracing: Tracing, _ algorithm: some SynchronizationAlgorithm
    ) -> Report {
        var simulation = Simulation(scenario, seed: seed, algorithm: algorithm, tracing: tracing)
        return simulation.measure()
    }
}
