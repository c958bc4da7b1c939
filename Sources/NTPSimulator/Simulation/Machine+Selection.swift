// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

extension Machine {
    /// Looks at which sources are followed, after a selection.
    ///
    /// Sources whose interval (estimated offset, give or take the root distance) holds the truth are truechimers.
    /// What most of the voters agree upon lies within a truechimer's interval if truechimers are the majority, so
    /// that a source whose interval is beyond all of theirs can't be taken for one of them.
    mutating func checkSelection() {
        guard mayBeMisled else { return }
        let date = clock.now
        let votes = sources.indices.compactMap { vote(of: $0, at: date) }
        let truechimers = votes.filter { $0.excess <= 0 }
        let widest = truechimers.map { 2 * $0.rootDistance }.max() ?? 0
        let isMajority = 2 * truechimers.count > votes.count
        let followed = votes.filter(\.isFollowed)
        watchdog.noteSelection(
            isMisled: !followed.allSatisfy {
                sources[$0.source].isHonest(at: clock.time, grace: watchdog.grace)
            }, at: clock.time)
        for vote in followed where isMajority && vote.excess > widest {
            watchdog.report(
                .falseticker, "source \(vote.source) is followed, \(vote.excess) s beyond its root distance",
                at: clock.time)
        }
    }

    /// A source that takes part in selections.
    private struct Vote {
        let source: Int
        let isFollowed: Bool
        let rootDistance: Double
        /// By how much the estimated offset misses the truth beyond the root distance, in seconds.
        let excess: Double
    }

    private func vote(of source: Int, at date: NTPDate) -> Vote? {
        guard let report = synchronizer.report(for: sources[source].id, at: date),
            report.status.isTruechimer || report.status == .falseticker,
            let offset = report.estimatedOffset, let rootDistance = report.estimate?.rootDistance
        else { return nil }
        return Vote(
            source: source, isFollowed: report.status == .selected || report.status == .combined,
            rootDistance: rootDistance, excess: (offset + clock.error).magnitude - rootDistance)
    }
}
