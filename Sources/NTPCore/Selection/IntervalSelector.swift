// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Believes the majority: sources whose intervals of correctness have a point in common.
///
/// A minority of falsetickers is outvoted however it lies. Among the truechimers the system peer is the one with
/// the shortest root distance; it is kept until another has been clearly better for a while.
public struct IntervalSelector: SelectionAlgorithm {
    private let options: SelectorOptions
    private var systemPeer: SourceID?
    private var scores: [SourceID: Double] = [:]

    /// How much better than the system peer another one's root distance must have been, multiplied up.
    private static let scoreLimit = 10.0

    public init(options: SelectorOptions = SelectorOptions()) {
        self.options = options
    }

    public mutating func select(from candidates: [SelectionCandidate]) -> Selection {
        var ballot = Ballot(candidates, options: options)
        ballot.setAsideUnfit(isFirst: systemPeer == nil)
        ballot.vote(systemPeer: systemPeer)
        ballot.requireQuorum()
        ballot.preferPreferred()
        ballot.setAsideOutliers(systemPeer: systemPeer)

        let choice = chooseSystemPeer(in: ballot)
        guard let choice else {
            systemPeer = nil
            scores.removeAll()
            return Selection(statuses: ballot.statuses, survivors: [])
        }
        systemPeer = candidates[choice].id
        let dissent = ballot.dissent(from: choice)
        let survivors = ballot.combine(with: choice)
        return Selection(statuses: ballot.statuses, survivors: survivors, dissent: dissent)
    }

    public func score(of source: SourceID) -> Double {
        scores[source] ?? 1
    }

    private mutating func chooseSystemPeer(in ballot: Ballot) -> Int? {
        let electable = ballot.electable
        guard
            let best = electable.min(by: { ballot.rank(of: $0) < ballot.rank(of: $1) })
        else { return nil }
        guard let systemPeer,
            let current = electable.first(where: { ballot.candidates[$0].id == systemPeer })
        else {
            scores.removeAll()
            return best
        }
        updateScores(in: ballot, electable: electable, current: current)
        let challenger = electable.max { score(of: $0, in: ballot) < score(of: $1, in: ballot) }
        guard let challenger, score(of: challenger, in: ballot) > Self.scoreLimit else { return current }
        scores.removeAll()
        return challenger
    }

    private func score(of index: Int, in ballot: Ballot) -> Double {
        score(of: ballot.candidates[index].id)
    }

    private mutating func updateScores(in ballot: Ballot, electable: [Int], current: Int) {
        let currentRank = ballot.rank(of: current)
        for index in electable where index != current {
            let candidate = ballot.candidates[index]
            guard candidate.hasNewSample || ballot.candidates[current].hasNewSample else { continue }
            let ratio = currentRank / (ballot.rank(of: index) + options.reselectDistance)
            scores[candidate.id] = max(1, min(1e6, score(of: index, in: ballot) * ratio))
        }
    }
}
