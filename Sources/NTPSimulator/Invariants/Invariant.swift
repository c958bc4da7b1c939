// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What must be true at every moment of every simulation, whatever the discipline.
public enum Invariant: String, Hashable, Sendable, CaseIterable {
    /// The clock is never further off than it claims, but for a while after what nobody can foresee or know.
    case claim
    /// What is told to other processes at an event holds until the next one, however long that takes.
    case publication
    /// The frequency stays within what the clock can do and the slew limit allows.
    case frequency
    /// No step beyond those that `makestep` allows.
    case stepBudget
    /// No source is asked more often than its shortest poll interval allows.
    case pollMinimum
    /// No source is followed that the majority proves wrong.
    case falseticker
    /// The clock is left alone until somebody has been measured.
    case unfounded
    /// When nothing has gone wrong for long, the clock is right.
    case convergence
}

/// An invariant that didn't hold, and how to see it again.
public struct InvariantViolation: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was broken.
    public var invariant: Invariant
    /// In which world.
    public var scenario: String
    /// By which seed it can be repeated.
    public var seed: UInt64
    /// When, in seconds from the start.
    public var time: Double
    /// Whose clock it was: the index of the client.
    public var client: Int
    /// What was found, with its numbers.
    public var finding: String

    /// The command that reproduces it with the standard algorithm, and what there is to see then.
    public var description: String {
        description(algorithm: nil)
    }

    /// - Parameter algorithm: What the algorithm is called on the command line; nil for the standard one.
    public func description(algorithm: String?) -> String {
        let option = algorithm.map { " --algorithm \($0)" } ?? ""
        return "ntpsim run \(scenario) --seed \(seed)\(option)  # \(invariant.rawValue), client \(client), "
            + "after \(time) s: \(finding)"
    }
}
