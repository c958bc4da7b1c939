// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// By how much a source has corrected its offset since it is known, where it tells (extension field F323).
///
/// Estimators follow the source's monotonic clock, which such corrections don't move: to them, the source is one that
/// only ever changes its frequency. The lead is added to what they say.
struct SourceLead: Sendable {
    /// Larger corrections are no slews; what was measured before is better forgotten by the usual ways.
    private static let largestCorrection = 16.0

    /// In seconds.
    private(set) var seconds = 0.0
    private var latest: RemoteTimescale?

    /// The source has corrected its offset in a way that all know of.
    mutating func corrected(by correction: Double) {
        seconds += correction
        latest = nil
    }

    /// Takes in how the source's time stands to its monotonic clock, by a packet of it.
    mutating func note(_ timescale: RemoteTimescale) {
        if let latest, latest.epoch == timescale.epoch {
            let correction = NTPDuration(bits: timescale.lead.bits &- latest.lead.bits).seconds
            if correction.magnitude <= Self.largestCorrection { seconds += correction }
        }
        latest = timescale
    }
}
