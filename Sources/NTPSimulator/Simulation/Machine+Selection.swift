// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

extension Machine {
    /// Whether a source is followed that the others prove wrong.
    ///
    /// Sources whose interval (estimated offset, give or take the root distance) holds the truth are truechimers.
    /// What most of the voters agree upon lies within a truechimer's interval if truechimers are the majority, so
    /// that a source whose interval is beyond all of theirs can't be taken for one of them.
    mutating func checkSelection() {
        guard hasLiars else { return }
        let date = clock.now
        let truth = -clock.error
        var voters = 0
        var truechimers = 0
        var widest = 0.0
        var followed: [(source: Int, distance: Double)] = []
        for (number, source) in sources.enumerated() {
            guard let report = synchronizer.report(for: source.id, at: date),
                let offset = report.estimatedOffset,
                let estimate = report.estimate, report.status.isTruechimer || report.status == .falseticker
            else { continue }
            voters += 1
            let beyond = (offset - truth).magnitude - estimate.rootDistance
            if beyond <= 0 {
                truechimers += 1
                widest = max(widest, 2 * estimate.rootDistance)
            }
            if report.status == .selected || report.status == .combined { followed.append((number, beyond)) }
        }
        guard 2 * truechimers > voters else { return }
        for (number, distance) in followed where distance > widest {
            watchdog.report(
                .falseticker, "source \(number) is followed, \(distance) s beyond its root distance",
                at: clock.time)
        }
    }
}
