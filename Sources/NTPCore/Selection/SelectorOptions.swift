// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The limits of a selection. Times in seconds, frequencies in s/s; the names are those of the configuration.
public struct SelectorOptions: Hashable, Sendable {
    /// Sources with a longer root distance are not used.
    public var maximumDistance = 3.0
    /// A source with more jitter than this, in seconds, isn't selected.
    public var maximumJitter = 1.0
    /// The strata that may be selected.
    public var stratumRange: ClosedRange<UInt8> = 1...15
    /// How many sources must agree before any is used.
    public var minimumSources = 1
    /// Added to the root distance of all but the system peer, so that it isn't changed for nothing.
    public var reselectDistance = 1e-4
    /// What a stratum counts when root distances are compared.
    public var stratumWeight = 1e-3
    /// Sources with a root distance beyond so many times the system peer's are not combined with it.
    public var combineLimit = 3.0
    /// The frequency error that any server's clock may have.
    public var maximumClockError = 1e-6

    public init() {}
}
