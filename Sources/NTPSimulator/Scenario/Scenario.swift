// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// A world to try a discipline in: machines, the servers they follow, the paths between, and what goes wrong.
///
/// A value that says everything but the seed. Times in seconds from the start.
public struct Scenario: Sendable {
    /// What it is called on the command line.
    public var name: String
    /// What it is about, in one line.
    public var summary: String
    /// The true date at the start.
    public var start = NTPDate(unixSeconds: 1_767_225_600, nanoseconds: 0)  // 2026-01-01
    /// How long it takes, in seconds of true time.
    public var duration = 40_000.0
    /// From when on the error counts in the statistics.
    public var settling = 10_000.0
    /// The error below which a clock counts as converged.
    public var convergenceBound = 1e-3
    /// For how long after a fault that nobody can foresee a clock may be further off than it claims.
    public var grace = 1_000.0
    /// The error that no clock may have had in the last 1000 s, after enough time without faults; nil: whatever.
    public var restingError: Double?
    /// The leap second in it; nil: none.
    public var leap: LeapSecond?
    /// The machines that run a synchronizer. The statistics are those of the first one.
    public var clients: [ClientModel]

    public init(_ name: String, _ summary: String, clients: [ClientModel]) {
        self.name = name
        self.summary = summary
        self.clients = clients
    }

    var world: World { World(start: start, leap: leap) }
}
