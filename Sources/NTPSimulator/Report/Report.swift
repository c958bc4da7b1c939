// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What came of a simulation.
public struct Report: Hashable, Sendable {
    /// The name of the world.
    public var scenario: String
    /// What its randomness was drawn from.
    public var seed: UInt64
    /// Each of the scenario's clients, in order.
    public var clients: [ClientReport]
    /// The invariants that didn't hold, each one once for each client.
    public var violations: [InvariantViolation]
    /// Equal for two runs if they were the same to the last bit.
    public var digest: UInt64

    /// The client that the scenario is about: its first one.
    public var subject: ClientReport { clients[0] }
}

/// How one machine did.
public struct ClientReport: Hashable, Sendable {
    /// The true error of its clock.
    public var error: ErrorStatistics
    /// The largest part that the error ever was of the bound that the clock claimed: above 1, it claimed too much.
    public var worstCoverage: Double
    /// How many requests it sent, and how many answers were measured and taken into an estimate.
    public var requests: Int
    /// How many exchanges became samples.
    public var measurements: Int
    /// The mean time between two requests to the same source after settling, in seconds.
    public var meanPoll: Double
    /// How often its synchronizer had the clock stepped.
    public var steps: Int
    /// How it went, if that was to be recorded.
    public var trace: Trace?
}
