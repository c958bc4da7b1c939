// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// One selection in the making: each step sorts some of the candidates out and says why.
struct Ballot {
    let candidates: [SelectionCandidate]
    let options: SelectorOptions
    private(set) var statuses: [SourceStatus]
    /// The indices of those still in the running.
    private(set) var electable: [Int]

    init(_ candidates: [SelectionCandidate], options: SelectorOptions) {
        self.candidates = candidates
        self.options = options
        statuses = Array(repeating: .waitingForUpdate, count: candidates.count)
        electable = Array(candidates.indices)
    }

    /// What the choice of the system peer goes by: the root distance, and a little for each stratum above the lowest.
    /// In seconds.
    func rank(of index: Int) -> Double {
        guard let estimate = candidates[index].estimate else { return .infinity }
        let lowest = electable.lazy.map { candidates[$0].stratum }.min() ?? 0
        let above = Double(candidates[index].stratum) - Double(lowest)
        return estimate.rootDistance + above * options.stratumWeight
    }

    /// Those that can't vote: for what they say of themselves, or because too little is known about them.
    mutating func setAsideUnfit(isFirst: Bool) {
        for index in electable {
            statuses[index] = unfitness(of: candidates[index]) ?? statuses[index]
        }
        keepUndecided()
        setAsideOrphans()
        setAsideStale()
        // At the start, those that have begun to answer are waited for: the first to answer may be a falseticker.
        let isIncomplete = candidates.indices.contains {
            statuses[$0] == .missingSamples && candidates[$0].reach.isReachable
        }
        if isFirst, isIncomplete { setAsideAll(as: .waitingForOthers) }
    }

    private func unfitness(of candidate: SelectionCandidate) -> SourceStatus? {
        if candidate.options.contains(.noselect) { return .notSelectable }
        guard let estimate = candidate.estimate else {
            return candidate.hasAnswered && candidate.leap == .unsynchronized
                ? .unsynchronized : .missingSamples
        }
        if candidate.leap == .unsynchronized { return .unsynchronized }
        if !(options.stratumRange ~= candidate.stratum) { return .badStratum }
        if estimate.rootDistance > options.maximumDistance { return .tooDistant }
        if estimate.jitter > options.maximumJitter { return .tooJittery }
        return nil
    }

    /// All of them, where others have real time; else all but their leader.
    private mutating func setAsideOrphans() {
        let orphans = electable.filter { candidates[$0].orphan != nil }
        guard !orphans.isEmpty else { return }
        let leader =
            orphans.count < electable.count ? nil : orphans.min { rankAsOrphan($0) < rankAsOrphan($1) }
        for index in orphans where index != leader || candidates[index].orphan == .subordinate {
            statuses[index] = .orphan
        }
        keepUndecided()
    }

    private func rankAsOrphan(_ index: Int) -> UInt64 {
        guard case .leader(let number)? = candidates[index].orphan else { return .max }
        return UInt64(number)
    }

    /// Unreachable sources are used as long as their samples are no older than those of the reachable ones; without such, as
    /// long as they answer at all: nobody is followed who says nothing.
    ///
    /// That long they keep their votes: a falseticker must not become the majority because others are silent.
    private mutating func setAsideStale() {
        let reachable = electable.filter { candidates[$0].reach.isReachable }
        let oldest = reachable.compactMap { candidates[$0].oldestSample }.min()
        for index in electable where !candidates[index].reach.isReachable {
            let candidate = candidates[index]
            let isOld = oldest.map { oldest in candidate.newestSample.map { $0 < oldest } ?? true }
            if isOld ?? candidate.isSilent || candidate.isGivenUp { statuses[index] = .stale }
        }
        keepUndecided()
    }

    /// Those that the majority contradicts: that of the trusted sources where there are any, else of all.
    ///
    /// - Parameter systemPeer: Who was followed until now.
    mutating func vote(systemPeer: SourceID?) {
        let trusted = electable.filter { candidates[$0].options.contains(.trust) }
        let voters = trusted.isEmpty ? electable : trusted
        let incumbent = voters.first { candidates[$0].id == systemPeer }.flatMap(interval)
        let intersection = Intersection(of: voters.compactMap(interval), incumbent: incumbent)
        guard let intersection, 2 * intersection.depth > voters.count else {
            setAsideAll(as: .falseticker)
            return
        }
        for index in electable {
            guard let interval = interval(of: index) else { continue }
            let isVoter = trusted.isEmpty || candidates[index].options.contains(.trust)
            if isVoter, !interval.contains(intersection.range) { statuses[index] = .falseticker }
            if !isVoter, !intersection.range.contains(interval) { statuses[index] = .untrusted }
        }
        keepUndecided()
    }

    mutating func requireQuorum() {
        let isRequired = candidates.contains { $0.options.contains(.require) }
        let hasRequired = electable.contains { candidates[$0].options.contains(.require) }
        guard electable.count < options.minimumSources || isRequired && !hasRequired else { return }
        setAsideAll(as: .waitingForSources)
    }

    mutating func preferPreferred() {
        guard electable.contains(where: { candidates[$0].options.contains(.prefer) }) else { return }
        for index in electable where !candidates[index].options.contains(.prefer) {
            statuses[index] = .notPreferred
        }
        keepUndecided()
    }

    /// Those that differ from the middle of the truechimers by more than chance does.
    ///
    /// A root distance leaves room for lies of many milliseconds; the statistics of the samples are much sharper. But one
    /// that is far nearer than the middle isn't contradicted by it: long paths may be more uneven than chance has it.
    mutating func setAsideOutliers(systemPeer: SourceID?) {
        let estimates = electable.compactMap { candidates[$0].estimate }
        let incumbent = candidates.first { $0.id == systemPeer }?.estimate
        guard estimates.count > 1,
            let middle = estimates.median(of: \.offset, variance: \.hiddenVariance, incumbent: incumbent),
            let typical = estimates.median(
                of: \.frequency, variance: \.frequencyVariance, incumbent: incumbent)
        else { return }
        for index in electable {
            guard let estimate = candidates[index].estimate else { continue }
            let isNear = estimate.offsetAgrees(with: middle) || isFar(middle, beside: estimate)
            let isAlike = estimate.frequencyAgrees(with: typical, clockError: options.maximumClockError)
            if !isNear || !isAlike { statuses[index] = .outlier }
        }
        keepUndecided()
    }

    /// How wrong the system peer may be if one that contradicts it, a truechimer by its interval, is right.
    func dissent(from systemPeer: Int) -> Dissent {
        var dissent = Dissent()
        guard let selected = candidates[systemPeer].estimate else { return dissent }
        for index in candidates.indices where statuses[index].isTruechimer {
            guard let estimate = candidates[index].estimate else { continue }
            let agrees =
                estimate.offsetAgrees(with: selected)
                && estimate.frequencyAgrees(with: selected, clockError: options.maximumClockError)
            guard !agrees else { continue }
            let farthest = estimate.farthest(from: selected)
            dissent.offset = max(dissent.offset, farthest.offset)
            dissent.frequency = max(dissent.frequency, farthest.frequency)
        }
        return dissent
    }

    /// The system peer and those that are good enough to improve on it.
    mutating func combine(with systemPeer: Int) -> [Int] {
        guard let selected = candidates[systemPeer].estimate else { return [] }
        statuses[systemPeer] = .selected
        var survivors = [systemPeer]
        for index in electable where index != systemPeer {
            guard let estimate = candidates[index].estimate else { continue }
            if isCombinable(estimate, with: selected) {
                statuses[index] = .combined
                survivors.append(index)
            } else {
                statuses[index] = .notCombined
            }
        }
        return survivors
    }

    private func isFar(_ estimate: SourceEstimate, beside other: SourceEstimate) -> Bool {
        estimate.rootDistance > options.combineLimit * (other.rootDistance + options.reselectDistance)
    }

    private func isCombinable(_ estimate: SourceEstimate, with selected: SourceEstimate) -> Bool {
        let tolerance = selected.skew + estimate.skew + options.maximumClockError
        return !isFar(estimate, beside: selected)
            && (estimate.frequency - selected.frequency).magnitude <= options.combineLimit * tolerance
    }

    private func interval(of index: Int) -> ClosedRange<Double>? {
        guard let estimate = candidates[index].estimate else { return nil }
        return estimate.offset - estimate.rootDistance...estimate.offset + estimate.rootDistance
    }

    private mutating func setAsideAll(as status: SourceStatus) {
        for index in electable { statuses[index] = status }
        electable = []
    }

    private mutating func keepUndecided() {
        electable = electable.filter { statuses[$0] == .waitingForUpdate }
    }
}
