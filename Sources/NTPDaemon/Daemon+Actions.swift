// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPServer
internal import NTPSystem

extension Daemon {
    /// Does what the synchronizer wants, in its order.
    mutating func perform(_ actions: [SynchronizerAction], now: MonotonicInstant) {
        for action in actions {
            switch action {
            case .sendRequest(let id):
                judge(id, now: now)
                sendRequest(to: id, now: now)
            case .command(let command): performCommand(command)
            case .replied(let id): noteReply(from: id)
            case .confirmed(let id): complaints[id] = nil
            case .updated: noteUpdate(now: now)
            case .event(.leapSecond(let seconds)): noteLeapSecond(of: seconds, now: now)
            case .event(let event): tell(event)
            }
        }
        guard !actions.isEmpty else { return }
        // The local reference comes into force as time goes by.
        let isOutdated = synchronizer.tracking(at: clock.now).stratum != publishedStratum
        if isOutdated { publishState() } else { publishTime() }
    }

    mutating func performCommand(_ command: ClockCommand) {
        // Between the step and its news, nobody knows the time.
        if case .step = command { timeServer.publish(nil) }
        defer { publishTime() }
        do {
            guard let change = try clock.perform(command) else { return }
            synchronizer.clockChanged(change)
            if case .step(let offset) = change {
                smoother?.reset(at: MonotonicClock.now)
                manualInput?.stepped(by: offset)
                clockWatch = ClockWatch(real: RealtimeClock.now, monotonic: MonotonicClock.now)
                log.warning("System clock stepped by \(Text.fixed(offset.seconds, decimals: 6)) seconds")
            }
        } catch {
            log.error("\(error)")
        }
    }

    /// Starts anew when the clock isn't what it was: nothing that was measured by it holds any more.
    mutating func watchClock() {
        let now = MonotonicClock.now
        guard let step = clockWatch.step(real: RealtimeClock.now, monotonic: now) else { return }
        guard !takeKernelsLeapSecond(step, now: now) else { return }
        log.warning(
            "System clock was moved by \(Text.fixed(step, decimals: 3)) seconds, by another program or "
                + "while the machine slept; measuring anew")
        synchronizer.clockChanged(.unknownStep(to: clock.now))
        manualInput?.removeAll()
        for id in synchronizer.sourceIDs where synchronizer.report(for: id, at: clock.now)?.isOnline == true {
            synchronizer.setOnline(false, id, now: now)
            synchronizer.setOnline(true, id, now: now)
        }
        publishState()
    }

    private mutating func noteReply(from id: SourceID) {
        guard let report = synchronizer.report(for: id, at: clock.now), let server = table.server(id) else {
            return
        }
        complaints[id] = nil
        files.note(report, address: server.address.host, date: clock.now)
        if files.logsSelections { noteSelection() }
    }

    /// Each reply has all sources compared anew.
    private mutating func noteSelection() {
        let date = clock.now
        for server in table.servers {
            guard let report = synchronizer.report(for: server.id, at: date) else { continue }
            files.noteSelection(report, address: server.address.host, date: date)
        }
    }

    private mutating func noteUpdate(now: MonotonicInstant) {
        let tracking = synchronizer.tracking
        smoothCorrection(now: now)
        publishState()
        publishTAIOffset()
        drift.noteUpdate(now: now)
        followedAddress = tracking.source.flatMap { table.server($0)?.address }
        files.note(tracking, address: followedAddress?.host ?? "-", date: clock.now)
        control.blurReferenceTime()
        // The update may be that nobody vouches for the clock any more.
        if tracking.isSynchronized { warnOfLargeOffset(tracking.lastOffset) }
    }

    private func warnOfLargeOffset(_ offset: Double) {
        guard offset.magnitude > configuration.logging.changeThreshold else { return }
        log.warning("System clock wrong by \(Text.fixed(offset, decimals: 6)) seconds")
    }

    private mutating func tell(_ event: SynchronizerEvent) {
        switch event {
        case .selected(let id):
            log.info("Selected source \(name(of: id))")
        case .cannotSynchronize(let obstacle):
            log.warning("Can't synchronise: \(reason(for: obstacle))")
        case .ignoredOffset(let offset):
            log.warning(
                "Correction by \(Text.fixed(offset, decimals: 6)) seconds exceeds 'maxchange'; ignored")
        case .unbearableOffset(let offset):
            log.fatal(
                "Correction by \(Text.fixed(offset, decimals: 6)) seconds exceeds 'maxchange'; giving up")
            (isShuttingDown, hasFailed) = (true, true)
        case .leapSecond:
            break
        case .falseticker(let id):
            log.warning("Detected falseticker \(name(of: id))")
        case .kissed(let id, .rate):
            log.info("\(name(of: id)) asks for fewer requests; polling it less often")
        case .kissed(let id, .deny), .kissed(let id, .restrict):
            log.warning("\(name(of: id)) refuses to serve this client; asking again ever more rarely")
        case .kissed(let id, .other(let code)):
            log.info("\(name(of: id)) sent the kiss code \(code.text ?? code.description)")
        }
    }

    private func reason(for obstacle: SynchronizerEvent.Obstacle) -> String {
        let date = clock.now
        let sources = synchronizer.sourceIDs.compactMap { synchronizer.report(for: $0, at: date) }
        return obstacle.reason(sources, configuration.selection)
    }

    /// The address of a source, with the name it was configured by where that is another.
    func name(of id: SourceID) -> String {
        guard let server = table.server(id) else { return "source \(id.rawValue)" }
        let host = server.address.host
        return server.name == host ? host : "\(host) (\(server.name))"
    }

    mutating func saveDrift(now: MonotonicInstant) {
        let tracking = synchronizer.tracking
        if let problem = drift.save(frequency: tracking.frequency, skew: tracking.skew, now: now) {
            log.error("\(problem)")
        }
    }
}
