// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Reference clocks: their devices to the synchronizer.
extension Daemon {
    /// Makes sources of the open reference clocks.
    mutating func addReferenceClocks(now: MonotonicInstant) {
        for clock in referenceClocks {
            let options = clock.configuration.core(referenceID: clock.referenceID)
            let id = synchronizer.add(
                options, estimator: clock.configuration.estimator(client: configuration.client), start: now)
            clock.start(as: id, now: now)
            restoreSamples(of: id)
            if let descriptor = clock.device?.descriptor { poller.watch(descriptor) }
        }
    }

    func referenceClock(_ id: SourceID) -> OpenReferenceClock? {
        referenceClocks.first { $0.id == id }
    }

    /// Reads those whose time has come, and opens those again that weren't there.
    mutating func readReferenceClocks(now: MonotonicInstant) {
        for clock in referenceClocks {
            guard let deadline = clock.deadline, deadline <= now else { continue }
            if clock.device == nil { reopen(clock) } else { read(clock) }
            clock.schedule(now: now)
        }
    }

    mutating func read(_ clock: OpenReferenceClock) {
        do throws(SystemError) {
            let readings = try clock.device?.read() ?? []
            if !readings.isEmpty, clock.hasFailed {
                clock.hasFailed = false
                log.info("Reference clock \(clock.name) is read again")
            }
            for reading in readings { take(reading, from: clock) }
        } catch {
            noteFailure(error, of: clock)
            guard clock.configuration.device.comesAndGoes else { return }
            if let descriptor = clock.device?.descriptor { poller.forget(descriptor) }
            clock.close(now: MonotonicClock.now)
        }
    }

    private mutating func reopen(_ clock: OpenReferenceClock) {
        do throws(SystemError) {
            try clock.open()
            if let descriptor = clock.device?.descriptor { poller.watch(descriptor) }
        } catch {
            noteFailure(error, of: clock)
        }
    }

    private func noteFailure(_ error: SystemError, of clock: OpenReferenceClock) {
        guard !clock.hasFailed else { return }
        log.warning(clock.remark(on: error))
    }

    /// - Parameter reading: By the system's clock, which isn't the one that is disciplined when it is left alone.
    private mutating func take(_ reading: ReferenceClockReading, from clock: OpenReferenceClock) {
        guard let id = clock.id else { return }
        var local = reading
        local.date = self.clock.date(ofStamp: reading.date)
        local.offset -= local.date.seconds(since: reading.date)
        if clock.configuration.options.isTAI {
            let shown = reading.date.advanced(by: reading.offset)
            guard let ahead = synchronizer.leapTable?.taiOffset(atTAI: shown) else {
                return complain(of: clock, "readings are of no use (no leap seconds are known for TAI)")
            }
            local.offset -= Double(ahead)
        }
        switch synchronizer.take(local, from: id, at: self.clock.now) {
        case .taken(let taken):
            files.note(taken, offset: reading.offset, of: clock.name, date: local.date)
        case .rejected(.ambiguousPulse):
            log.debug("Reference clock \(clock.name): a pulse of an unknown second")
        case .rejected(let reason):
            complain(of: clock, "readings are of no use (\(reason.rawValue))")
        }
    }

    /// Says so once.
    private func complain(of clock: OpenReferenceClock, _ text: String) {
        guard !clock.hasComplained else { return }
        clock.hasComplained = true
        log.warning("Reference clock \(clock.name): \(text)")
    }

    /// The sample of a poll interval was taken in.
    mutating func noteSample(of clock: OpenReferenceClock) {
        guard let id = clock.id, let report = synchronizer.report(for: id, at: self.clock.now) else { return }
        files.note(report, referenceClock: clock.name, date: self.clock.now)
    }
}
