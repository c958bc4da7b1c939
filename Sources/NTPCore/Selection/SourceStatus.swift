// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What became of a source in the latest selection, and why. In the order of the checks.
public enum SourceStatus: Hashable, Sendable, CaseIterable {
    /// The configuration says that it is only watched.
    case notSelectable
    /// Too few samples for an estimate.
    case missingSamples
    /// The source says that it isn't synchronised.
    case unsynchronized
    /// Its stratum is outside the configured range.
    case badStratum
    /// Its root distance is beyond `maxdistance`.
    case tooDistant
    /// Its jitter is beyond `maxjitter`.
    case tooJittery
    /// Others at the start haven't been measured yet; the selection waits for them.
    case waitingForOthers
    /// Unreachable, while the samples of others are newer.
    case stale
    /// A server that stands in for a source itself (orphan mode), while better ones exist.
    case orphan
    /// Outside of what the trusted sources agree upon.
    case untrusted
    /// Disagrees with the majority.
    case falseticker
    /// Agrees, but too few agree, or a required one is missing.
    case waitingForSources
    /// Agrees, but another one is to be preferred.
    case notPreferred
    /// Agrees, but differs from the others by more than its statistics explain.
    case outlier
    /// Was chosen, but has no new sample since.
    case waitingForUpdate
    /// Agrees, but is too distant to be combined with the selected one.
    case notCombined
    /// Contributes to the combined estimate.
    case combined
    /// The system peer: contributes, and gives stratum and reference ID.
    case selected

    /// Whether the source agrees with the others and could be used.
    public var isTruechimer: Bool {
        switch self {
        case .waitingForSources, .notPreferred, .outlier, .waitingForUpdate, .notCombined, .combined,
            .selected:
            true
        default: false
        }
    }
}
