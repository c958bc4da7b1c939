// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import ArgumentParser
public import NTPCore
import NTPSimulator

/// The disciplines that can be chosen by name.
typealias Algorithm = StandardAlgorithm.Name

extension StandardAlgorithm.Name: ExpressibleByArgument {
    /// Runs to the end, whatever happens.
    func measure(_ scenario: Scenario, seed: UInt64, tracing: Tracing = .off) -> Report {
        var simulation = Simulation(
            scenario, seed: seed, algorithm: StandardAlgorithm(self), tracing: tracing)
        return simulation.measure()
    }

    /// What was violated, and the command that shows it with this algorithm.
    func description(of violation: InvariantViolation) -> String {
        violation.description(algorithm: self == .standard ? nil : rawValue)
    }
}
