// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Synchronizer {
    /// Does what is due. To be called at `deadline`; calling it earlier does no harm.
    @specialized(where Algorithm == StandardAlgorithm)
    public mutating func timerFired(now: MonotonicInstant, date: NTPDate) -> [SynchronizerAction] {
        var actions = fireLeap(now: now, date: date)
        if let end = slew.end, end <= now {
            actions.append(.command(.setFrequency(continueSlew(now: now, date: date))))
        }
        if let due = fallback?.deadline, due <= now { actions += fallBack(now: now, date: date) }
        if let due = selectionDue, due <= now { actions += update(now: now, date: date) }
        for index in sources.indices where sources[index].association.isRequestDue(at: now) {
            if sources[index].referenceClock == nil {
                guard requestsFrom ?? now <= now else { continue }
                requestsFrom = now.advanced(by: separation(behind: index))
                actions.append(.sendRequest(sources[index].id))
            } else {
                actions += pollReferenceClock(at: index, now: now, date: date)
            }
        }
        return actions
    }

    /// Sends no request before some time, whatever is due.
    public mutating func holdRequests(until instant: MonotonicInstant) {
        requestsFrom = instant
    }

    /// The time between requests to different sources, in seconds: the replies don't queue behind each other on their
    /// way here. All sources have their turns while one waits for its own.
    private func separation(behind index: Int) -> Double {
        let longest = 0.2
        let turn = min(sources[index].association.pollSeconds, Burst.longestSpacing)
        return min(longest, turn / Double(2 * sources.count))
    }

    /// Appends the request to a source that `timerFired` asked for, and schedules the next one.
    ///
    /// Nothing is appended, and nothing to be sent, when the source's key is missing.
    public mutating func writeRequest(
        for id: SourceID, into output: inout OutputRawSpan, now: MonotonicInstant,
        using generator: inout some RandomNumberGenerator
    ) {
        guard let index = index(of: id) else { return }
        noteRequest(at: index, now: now)
        sources[index].association.writeRequest(
            into: &output, at: now, authenticator: authenticator, using: &generator)
        // No answer will tell that there are none any more.
        let isLost = !sources[index].association.reach.isReachable && sources[index].latestSample != nil
        if isLost { selectionDue = now }
    }

    /// A poll begins: what a filter has of the polls before is its result, if that is all that it waited for.
    private mutating func noteRequest(at index: Int, now: MonotonicInstant) {
        let association = sources[index].association
        guard !association.isPresendDue,
            let result = sources[index].filter.notePoll(frequency: steadyFrequency(of: index))
        else { return }
        sources[index].add(result)
        selectionDue = now
    }

    /// The same with a peer, for a source whose options say so.
    ///
    /// - Parameters:
    ///   - id: The peer.
    ///   - output: Takes the packet.
    ///   - now: The time for timers.
    ///   - generator: Spreads the polls.
    ///   - header: What is said of the local clock.
    ///   - smoothing: By how much the time that is told is ahead of the one that is thought to be true, in seconds.
    public mutating func writePeerPacket(
        _ header: PeerHeader, for id: SourceID, smoothing: Double, into output: inout OutputRawSpan,
        now: MonotonicInstant, using generator: inout some RandomNumberGenerator
    ) {
        guard let index = index(of: id) else { return }
        noteRequest(at: index, now: now)
        var association = sources[index].association
        var timescale = monotonic
        timescale.corrected(by: smoothing)
        association.writePeerPacket(
            header, on: timescale, into: &output, at: now, authenticator: authenticator, using: &generator
        ) { date in
            // By what was pending then: the clock may have been slewed since the peer's packet came.
            date.advanced(by: pendingOffset(at: date) + smoothing)
        }
        sources[index].association = association
    }

    /// When the latest request to a source really left. May be called again with a better timestamp.
    @specialized(where Algorithm == StandardAlgorithm)
    public mutating func requestSent(for id: SourceID, at date: NTPDate, by source: TimestampSource) {
        guard let index = index(of: id) else { return }
        sources[index].association.requestSent(at: date, by: source)
    }

    /// Takes in a datagram that came from a source's address.
    ///
    /// - Parameters:
    ///   - datagram: All of it; anything at all.
    ///   - id: The source.
    ///   - date: When it came, by the local clock.
    ///   - stamp: Who took that time.
    ///   - localID: The reference ID by which others know the local address that it came to.
    ///   - now: The time for timers.
    @specialized(where Algorithm == StandardAlgorithm)
    public mutating func handle(
        datagram: RawSpan, from id: SourceID, receivedAt date: NTPDate, by stamp: TimestampSource,
        localID: ReferenceID? = nil, now: MonotonicInstant
    ) -> [SynchronizerAction] {
        guard let index = index(of: id) else { return [] }
        let outcome = sources[index].association.handle(
            datagram: datagram, receivedAt: date, by: stamp, localID: localID,
            authenticator: authenticator, now: now)
        switch outcome {
        case .ignored:
            return []
        case .kiss(let code):
            return [.event(.kissed(id, code))]
        case .rejected(let tests, let measurement):
            note(
                measurement, sample(from: measurement, options: sources[index].association.options), tests,
                at: index)
            return [.replied(id)] + update(now: now, date: date)
        case .confirmed(let tests, let measurement):
            note(
                measurement, sample(from: measurement, options: sources[index].association.options), tests,
                at: index)
            sources[index].noteLatestRoot(of: measurement)
            return [.confirmed(id)]
        case .measured(let measurement):
            sources[index].localID = localID
            let isGood = take(measurement, from: index)
            return [.replied(id)] + (isGood ? update(now: now, date: date) : [])
        }
    }

    /// Turns a measurement into a sample of the free-running timescale, and hands it to the estimator.
    ///
    /// - Returns: Whether the estimate is a new one: the delay may not have been good enough for that, or a filter is
    ///   still collecting.
    private mutating func take(_ measurement: Measurement, from index: Int) -> Bool {
        guard !leapSeconds.isNear(measurement.replyReceived) else { return false }
        var sample = sample(from: measurement, options: sources[index].association.options)
        if let timescale = measurement.timescale { sources[index].lead.note(timescale) }
        let before = sources[index].estimate(at: sample.time)
        let age = sources[index].latestSample.map { sample.time.seconds(since: $0.time) } ?? 0
        let tests = sources[index].delayTests.passed(
            by: sample, estimate: before, age: age, clockError: options.maximumClockError)
        note(
            measurement, sample, PacketTests.all.subtracting([.delayRatio, .delayDeviation]).union(tests),
            at: index)
        sources[index].timestamps.note(measurement)
        sources[index].delayTests.noteAny(sample.delay)
        guard tests == [.delayRatio, .delayDeviation] else {
            sources[index].association.noteUseless()
            return false
        }

        sources[index].delayTests.note(sample.delay)
        sample.offset -= sources[index].explained(at: sample.time)
        // In interleaved mode, the sample is older than what the reply says of the source's corrections.
        sources[index].noteLatestRoot(of: measurement)
        guard let result = sources[index].filter.add(sample, frequency: steadyFrequency(of: index)) else {
            return false
        }
        add(result, to: index, date: measurement.replyReceived)
        return true
    }

    /// The rate at which the offset of a source is known to grow, without what a standard explains of it; in s/s.
    private func steadyFrequency(of index: Int) -> Double {
        discipline.frequency.ratio - sources[index].drift.frequency
    }

    mutating func add(_ sample: Sample, to index: Int, date: NTPDate) {
        sources[index].pendingBefore = pendingOffset(at: date)
        sources[index].frequencyBefore = discipline.frequency.ratio
        sources[index].add(sample)
    }

    /// Keeps what the latest valid reply said, for reports.
    private mutating func note(
        _ measurement: Measurement, _ sample: Sample, _ tests: PacketTests, at index: Int
    ) {
        sources[index].latestPacket = measurement.packet
        sources[index].latestTests = tests
        sources[index].latestMeasurement = measurement
        sources[index].latestDispersion = sample.dispersion
        sources[index].latestPending = pendingOffset(at: measurement.replyReceived)
    }

    private func sample(from measurement: Measurement, options source: AssociationOptions) -> Sample {
        let sent = history.freeRunning(at: measurement.requestSent)
        let received = history.freeRunning(at: measurement.replyReceived)
        // By the free-running clock, because the local one may have been slewed between the two timestamps.
        let elapsed = received.seconds(since: sent)
        let correctionAtReceipt = Double(fixedPointSeconds: measurement.replyReceived.bits &- received.bits)
        let here = elapsed * (1 + discipline.frequency.ratio)
        let there = measurement.replySent.seconds(since: measurement.requestReceived)
        let precision = options.precision + measurement.packet.precisionSeconds
        // The offset at receipt, taken back to the middle of the exchange.
        let offsetAtReceipt =
            measurement.replySent.seconds(since: measurement.replyReceived)
            + correctionAtReceipt
        let delay = here - there
        return Sample(
            time: sent.advanced(by: elapsed / 2),
            offset: offsetAtReceipt + elapsed / 2 - there / 2 + source.offset,
            delay: max(delay, precision),
            dispersion: precision + elapsed.magnitude * discipline.skew,
            rootDelay: measurement.rootDelay,
            rootDispersion: measurement.rootDispersion,
            precision: precision)
    }
}
