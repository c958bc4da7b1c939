// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What came of a simulation.
public struct Report: Hashable, Sendable {
    public var scenario: String
    public var seed: UInt64
    /// Each of the scenario's clients, in order.
    public var clients: [ClientReport]
    /// Equal for two runs if they were the same to the last bit.
    public var digest: UInt64
}

/// How one machine did.
public struct ClientReport: Hashable, Sendable {
    /// The true error of its clock.
    public var error: ErrorStatistics
    /// Requests sent, and those that a usable answer came to.
    public var requests: Int
    public var measurements: Int
    /// The mean time between two requests to the same source after settling, in seconds.
    public var meanPoll: Double
    /// The steps of the clock that the synchronizer asked for.
    public var steps: Int
}
