// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Synchronizer {
    /// Selects among the sources, and corrects the clock by what the survivors say.
    mutating func update(now: MonotonicInstant, date: NTPDate) -> [SynchronizerAction] {
        selectionDue = nil
        let time = history.freeRunning(at: date)
        let effective = effectiveOptions
        let candidates = sources.indices.map {
            sources[$0].candidate(at: time, options: effective[$0], local: local.options)
        }
        let selection = selector.select(from: candidates)
        var actions = noteFalsetickers(selection)
        for (index, status) in selection.statuses.enumerated() {
            sources[index].status = status
        }
        actions += noteStanding(selection, date: date)
        guard let peer = selection.systemPeer,
            selection.survivors.contains(where: { sources[$0].hasNewSample })
        else { return actions }

        let survivors = selection.survivors.compactMap { candidates[$0].estimate }
        let estimate = algorithm.combine(survivors)
        for index in sources.indices { sources[index].hasNewSample = false }
        if let event = objection(to: estimate, date: date) { return actions + [.event(event)] }
        noteInterval(endingWith: estimate, date: date)
        tracking.combinedSources = survivors.count
        noteLeap(announcedLeap(by: selection, effective), now: now, date: date)
        actions += correct(
            by: estimate, peer: sources[peer], peerEstimate: survivors[0], dissent: selection.dissent,
            now: now, date: date)
        fallback?.note(discipline.frequency, now: now)
        actions.append(.updated)
        return actions
    }

    /// Why the clock isn't to be corrected by an estimate; nil when it is.
    private mutating func objection(to estimate: CombinedEstimate, date: NTPDate) -> SynchronizerEvent? {
        let clock = clockState(at: date)
        // What is being slewed already was judged when that began.
        let offset = estimate.offset(at: clock.time) - clock.correction - pendingOffset(at: date)
        switch options.changeLimit?.judge(offset) {
        case .ignored: return .ignoredOffset(offset)
        case .unbearable: return .unbearableOffset(offset)
        case .accepted, nil: return nil
        }
    }

    private mutating func correct(
        by estimate: CombinedEstimate, peer: Source<Algorithm.Estimator>, peerEstimate: SourceEstimate,
        dissent: Dissent, now: MonotonicInstant, date: NTPDate
    ) -> [SynchronizerAction] {
        let pending = pendingOffset(at: date)
        target = estimate
        monotonic.corrected(by: pendingOffset(at: date) - pending)
        var clock = clockState(at: date)
        clock.poll = peer.association.poll
        var correction = discipline.update(with: estimate, clock: clock)
        let limit = options.maximumFrequency
        correction.frequency.ratio = min(max(correction.frequency.ratio, -limit), limit)
        track(
            estimate, offset: correction.offset - pending, peer: peer, peerEstimate: peerEstimate, date: date)
        allow(for: dissent)
        local.noteUpdate(rootDistance: tracking.rootDistance(at: date))

        var commands: [ClockCommand] = []
        if stepPolicy?.decide(offset: correction.offset) == true {
            commands.append(.step(NTPDuration(saturating: correction.offset)))
            correction.offset = 0
        }
        commands.append(.setFrequency(slew.begin(correction, now: now)))
        commands.append(.publish(clockStatus(at: date, pending: correction.offset)))
        return commands.map(SynchronizerAction.command)
    }

    /// Widens what is claimed, for truechimers that the system peer contradicts.
    private mutating func allow(for dissent: Dissent) {
        tracking.rootDispersion = max(tracking.rootDispersion, dissent.offset - tracking.rootDelay / 2)
        tracking.dispersionRate = max(tracking.dispersionRate, dissent.frequency)
    }

    /// What there is to say about the time since the update before, now that it is over.
    private mutating func noteInterval(endingWith estimate: CombinedEstimate, date: NTPDate) {
        guard tracking.isSynchronized else { return }
        let clock = clockState(at: date)
        let offset = estimate.offset(at: clock.time) - clock.correction
        tracking.remainingCorrection = pendingOffset(at: date)
        tracking.maximumError =
            offset.magnitude + tracking.remainingCorrection.magnitude + tracking.rootDistance(at: date)
    }

    private mutating func track(
        _ estimate: CombinedEstimate, offset: Double, peer: Source<Algorithm.Estimator>,
        peerEstimate: SourceEstimate, date: NTPDate
    ) {
        let wasSynchronized = tracking.isSynchronized
        tracking.updateInterval = wasSynchronized ? date.seconds(since: tracking.referenceTime) : 0
        let copies = peer.association.options.copiesIdentity
        tracking.stratum = min(15, peer.stratum) + (copies ? 0 : 1)
        tracking.source = peer.id
        tracking.referenceID =
            (copies ? peer.latestPacket?.referenceID : nil) ?? peer.association.options.referenceID
        tracking.referenceTime = date
        tracking.lastOffset = offset
        if !wasSynchronized { offsets = MovingRMS() }
        offsets.add(offset)
        tracking.rmsOffset = offsets.value
        tracking.offsetDeviation = estimate.offsetDeviation
        tracking.frequency = discipline.frequency
        tracking.residualFrequency = estimate.frequency - discipline.frequency.ratio
        tracking.skew = discipline.skew
        tracking.rootDelay = peerEstimate.rootDelay
        // The peer bounds the error of its own offset; the clock follows that of all survivors together.
        let difference = estimate.offset(at: peerEstimate.time) - peerEstimate.offset
        tracking.rootDispersion = peerEstimate.rootDispersion + difference.magnitude
        compensation.noteUpdate()
        tracking.dispersionRate =
            discipline.skew + tracking.residualFrequency.magnitude + options.maximumClockError
    }

    /// The leap second that most of those who agree announce, of the trusted ones where there are any: a single one could
    /// be mistaken, or lie.
    private func announcedLeap(by selection: Selection, _ options: [SelectionOptions]) -> LeapIndicator {
        let agreeing = sources.indices.filter { selection.statuses[$0].isTruechimer }
        let trusted = agreeing.filter { options[$0].contains(.trust) }
        let votes = (trusted.isEmpty ? agreeing : trusted).map { sources[$0].leap }
        let leaps: [LeapIndicator] = [.insertSecond, .deleteSecond]
        return leaps.first { leap in 2 * votes.count { $0 == leap } > votes.count } ?? .none
    }

    /// Names those whom the majority contradicts since now.
    private func noteFalsetickers(_ selection: Selection) -> [SynchronizerAction] {
        guard selection.systemPeer != nil else { return [] }
        return zip(sources, selection.statuses).compactMap { source, status in
            guard status == .falseticker, source.status != .falseticker else { return nil }
            return .event(.falseticker(source.id))
        }
    }

    /// Says what changed since the selection before, once.
    private mutating func noteStanding(
        _ selection: Selection, date: NTPDate
    ) -> [SynchronizerAction] {
        let before = standing
        if let peer = selection.systemPeer {
            standing = .following(sources[peer].id)
        } else if selection.statuses.contains(.waitingForOthers) {
            return []
        } else if sources.isEmpty {
            standing = .lost(.noSources)
        } else if selection.statuses.contains(.falseticker) {
            standing = .lost(.noMajority)
        } else if selection.statuses.contains(.waitingForSources) {
            standing = .lost(.tooFewAgree)
        } else {
            standing = .lost(.noSelectableSources)
        }
        guard standing != before else { return [] }
        switch standing {
        case .starting: return []
        case .following(let id): return [.event(.selected(id))]
        // At the start there is nothing to be lost yet.
        case .lost(.noSelectableSources) where before == .starting,
            .lost(.noSources) where before == .starting:
            standing = .starting
            return []
        case .lost(.noMajority):
            // Any of them may be right, also those that the clock doesn't agree with.
            loseSynchronization()
            let status = clockStatus(at: date)
            return [.event(.cannotSynchronize(.noMajority)), .command(.publish(status)), .updated]
        case .lost(let obstacle): return [.event(.cannotSynchronize(obstacle))]
        }
    }
}
