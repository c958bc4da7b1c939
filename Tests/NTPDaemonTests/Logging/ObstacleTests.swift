// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPDaemon

@Suite struct `The log` {
    /// Snapshots of sources with these statuses.
    private func snapshots(_ statuses: [SourceStatus]) throws -> [SourceSnapshot] {
        let date = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)
        var synchronizer = Synchronizer(
            algorithm: KalmanAlgorithm(), options: SynchronizerOptions(), frequency: .zero, date: date)
        let id = synchronizer.add(AssociationOptions(), start: MonotonicInstant(nanoseconds: 0))
        var snapshot = try #require(synchronizer.report(for: id, at: date))
        return statuses.map { status in
            snapshot.status = status
            return snapshot
        }
    }

    @Test(
        arguments: [
            (.noSources, [], "no sources"),
            (
                .noSelectableSources, [.stale, .tooDistant, .stale],
                "no selectable sources (1 too distant, 2 unreachable)"
            ),
            (.noSelectableSources, [], "no selectable sources"),
            (
                .noMajority, [.falseticker, .falseticker],
                "no majority (2 sources contradict each other; add more servers)"
            ),
            (
                .tooFewAgree, [.waitingForSources],
                "not enough sources (1 of the 2 that 'minsources' asks for)"
            ),
            (.tooFewAgree, [.waitingForSources, .waitingForSources], "no required source is selectable"),
        ] as [(SynchronizerEvent.Obstacle, [SourceStatus], String)])
    func `says why the clock can't be synchronised`(
        obstacle: SynchronizerEvent.Obstacle, statuses: [SourceStatus], text: String
    ) throws {
        var selection = SelectionConfiguration()
        selection.minimumSources = 2
        #expect(obstacle.reason(try snapshots(statuses), selection) == text)
    }
}
