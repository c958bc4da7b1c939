// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Reference clocks: their devices to the synchronizer.
extension Daemon {
    /// Makes sources of the open reference clocks.
    mutating func addReferenceClocks(now: MonotonicInstant) {
        for clock in referenceClocks {
            let options = clock.configuration.core(
                referenceID: clock.referenceID, isPolled: clock.device.descriptor == nil)
            let id = synchronizer.add(
                options, estimator: clock.configuration.estimator(client: configuration.client), start: now)
            clock.start(as: id, now: now)
            if let descriptor = clock.device.descriptor { poller.watch(descriptor) }
        }
    }

    func referenceClock(_ id: SourceID) -> OpenReferenceClock? {
        referenceClocks.first { $0.id == id }
    }

    /// Reads those whose time has come.
    mutating func readReferenceClocks(now: MonotonicInstant) {
        for clock in referenceClocks {
            guard let deadline = clock.deadline, deadline <= now else { continue }
            read(clock)
            clock.schedule(now: now)
        }
    }

    mutating func read(_ clock: OpenReferenceClock) {
        do throws(SystemError) {
            for reading in try clock.device.read() { take(reading, from: clock) }
        } catch {
            guard !clock.hasComplained else { return }
            clock.hasComplained = true
            log.warning("Reference clock \(clock.name): \(error)")
        }
    }

    /// - Parameter reading: By the system's clock, which isn't the one that is disciplined when it is left alone.
    private mutating func take(_ reading: ReferenceClockReading, from clock: OpenReferenceClock) {
        guard let id = clock.id else { return }
        var local = reading
        local.date = self.clock.date(ofStamp: reading.date)
        local.offset -= local.date.seconds(since: reading.date)
        switch synchronizer.take(local, from: id, at: self.clock.now) {
        case .taken(let taken):
            files.note(taken, offset: reading.offset, of: clock.name, date: local.date)
        case .rejected(.ambiguousPulse):
            log.debug("Reference clock \(clock.name): a pulse of an unknown second")
        case .rejected(let reason):
            guard !clock.hasComplained else { return }
            clock.hasComplained = true
            log.warning("Reference clock \(clock.name): readings are of no use (\(reason.rawValue))")
        }
    }

    /// The sample of a poll interval was taken in.
    mutating func noteSample(of clock: OpenReferenceClock) {
        guard let id = clock.id, let report = synchronizer.report(for: id, at: self.clock.now) else { return }
        files.note(report, referenceClock: clock.name, date: self.clock.now)
    }
}
