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
            case .confirmed(let id): noteConfirmation(from: id)
            case .updated: noteUpdate(now: now)
            case .event(.leapSecond(let seconds)): noteLeapSecond(of: seconds, now: now)
            case .event(let event): tell(event)
            }
        }
        guard !actions.isEmpty else { return }
        // The local reference comes into force as time goes by.
        let isOutdated = synchronizer.tracking(at: clock.now).stratum != publishedStratum
        if isOutdated { publishState() } else { publishTime() }
        publishBound(now: now)
    }

    mutating func performCommand(_ command: ClockCommand) {
        // Between the step and its news, nobody knows the time.
        if case .step = command { timeServer.publish(nil) }
        defer { publishTime() }
        do {
            guard let change = try clock.perform(command) else { return }
            synchronizer.clockChanged(change)
            if case .step(let offset) = change {
                resetSmoothing()
                measureHardwareClocksAnew()
                manualInput?.stepped(by: offset)
                clockWatch = ClockWatch(.now)
                latestStep = offset
                log.warning("System clock was stepped by \(Text.fixed(offset.seconds, decimals: 6)) seconds")
            }
        } catch {
            log.error("\(error)")
        }
    }

    private mutating func noteReply(from id: SourceID) {
        if let clock = referenceClock(id) {
            noteSample(of: clock)
        } else if let report = synchronizer.report(for: id, at: clock.now), let server = table.server(id) {
            complaints[id] = nil
            files.note(report, address: server.address.host, date: clock.now)
        }
        if files.logsSelections { noteSelection() }
    }

    /// A good reply that measures nothing new is logged as one that was, but for the measurement.
    private mutating func noteConfirmation(from id: SourceID) {
        guard let report = synchronizer.report(for: id, at: clock.now), let server = table.server(id) else {
            return
        }
        complaints[id] = nil
        files.note(report, address: server.address.host, date: clock.now)
    }

    /// Each reply has all sources compared anew.
    private mutating func noteSelection() {
        let date = clock.now
        for id in synchronizer.sourceIDs {
            guard let report = synchronizer.report(for: id, at: date) else { continue }
            let name = table.server(id)?.address.host ?? referenceClock(id)?.name ?? "-"
            files.noteSelection(report, address: name, date: date)
        }
    }

    private mutating func noteUpdate(now: MonotonicInstant) {
        let tracking = synchronizer.tracking
        smoothCorrection()
        publishState()
        publishTAIOffset()
        drift.noteUpdate(now: now)
        followedAddress = tracking.source.flatMap { table.server($0)?.address }
        let followedClock = tracking.source.flatMap { referenceClock($0) }?.name
        files.note(tracking, address: followedAddress?.host ?? followedClock ?? "-", date: clock.now)
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
                "Adjustment of \(Text.fixed(offset, decimals: 6)) seconds exceeds 'maxchange'; ignored")
        case .unbearableOffset(let offset):
            log.fatal(
                "Adjustment of \(Text.fixed(offset, decimals: 6)) seconds exceeds 'maxchange'; exiting")
            (isShuttingDown, hasFailed) = (true, true)
        case .leapSecond:
            break
        case .falseticker(let id):
            log.warning("Detected falseticker \(name(of: id))")
        case .kissed(let id, .rate):
            log.info("Received KoD RATE from \(name(of: id)); polling it less often")
        case .kissed(let id, .deny):
            log.warning("Received KoD DENY from \(name(of: id)); asking it ever more rarely")
        case .kissed(let id, .restrict):
            log.warning("Received KoD RSTR from \(name(of: id)); asking it ever more rarely")
        case .kissed(let id, .other(let code)):
            log.info("Received KoD \(code.text ?? code.description) from \(name(of: id))")
        }
    }

    private func reason(for obstacle: SynchronizerEvent.Obstacle) -> String {
        let date = clock.now
        let sources = synchronizer.sourceIDs.compactMap { synchronizer.report(for: $0, at: date) }
        return obstacle.reason(sources, configuration.selection)
    }

    /// The address of a source, with the name it was configured by where that is another.
    func name(of id: SourceID) -> String {
        if let clock = referenceClock(id) { return clock.name }
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
