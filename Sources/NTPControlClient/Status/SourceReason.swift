// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl
import NTPCore

/// Why a source is or isn't used.
package struct SourceReason: Hashable, Sendable {
    /// In one word.
    package let verdict: Verdict
    /// In a few more; follows the verdict after a colon.
    package let explanation: String

    package enum Verdict: String, Hashable, Sendable {
        /// Its time is followed.
        case used
        /// Nothing is wrong; its turn may come.
        case standby
        /// It is too early to tell.
        case waiting
        /// It can't be used as it is.
        case unusable
    }

    package init(_ source: SourceMetrics) {
        let report = source.source
        if case .unresolved = report.address {
            self.init(.unusable, "its name is not resolved")
        } else if !report.reach.isReachable, report.sampleAge == nil {
            // What the selection says of it is a consequence.
            self.init(.unusable, "does not answer")
        } else if let status = source.selection?.status {
            self.init(status: status)
        } else {
            self.init(state: report.state)
        }
    }

    private init(_ verdict: Verdict, _ explanation: String) {
        self.verdict = verdict
        self.explanation = explanation
    }

    /// By the selection alone, whatever else is known of the source.
    init(status: SourceStatus) {
        switch status {
        case .selected: self.init(.used, "the best source")
        case .combined: self.init(.used, "combined with the best source")
        case .notCombined: self.init(.standby, "agrees, but is too distant to improve the result")
        case .waitingForUpdate: self.init(.standby, "agrees; has no new sample yet")
        case .notPreferred: self.init(.standby, "agrees, but another source is preferred")
        case .outlier: self.init(.standby, "agrees, but differs from the others by more than chance")
        case .waitingForSources: self.init(.waiting, "agrees, but too few other sources do")
        case .waitingForOthers: self.init(.waiting, "other sources have yet to be measured")
        case .missingSamples: self.init(.waiting, "too few samples yet")
        case .notSelectable: self.init(.standby, "is only watched (noselect)")
        case .unsynchronized: self.init(.unusable, "is itself not synchronised")
        case .badStratum: self.init(.unusable, "its stratum is outside the configured range")
        case .tooDistant: self.init(.unusable, "its error bound is too large (maxdistance)")
        case .tooJittery: self.init(.unusable, "its offset varies too much (maxjitter)")
        case .stale: self.init(.unusable, "has stopped answering")
        case .orphan: self.init(.standby, "has no source itself (orphan), while others have")
        case .untrusted: self.init(.unusable, "disagrees with the trusted sources")
        case .falseticker: self.init(.unusable, "disagrees with the majority (falseticker)")
        }
    }

    /// What the report that everybody may read tells of it.
    private init(state: SourceReport.State) {
        switch state {
        case .selected: self.init(status: .selected)
        case .combined: self.init(status: .combined)
        case .falseticker: self.init(status: .falseticker)
        case .tooJittery: self.init(status: .tooJittery)
        case .notCombined: self.init(.standby, "agrees, but is not needed")
        case .notSelectable: self.init(.waiting, "not selectable (root is told why)")
        }
    }
}

extension SourceReason: CustomStringConvertible {
    package var description: String {
        "\(verdict.rawValue): \(explanation)"
    }
}
