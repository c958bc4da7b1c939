// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

extension Daemon {
    /// Begins the estimate of a source with what an earlier run has left of it (-r).
    mutating func restoreSamples(of id: SourceID) {
        guard let file = sampleFile(of: id) else { return }
        do {
            let samples = try sampleKeeper.takeSamples(of: file)
            guard !samples.isEmpty else { return }
            synchronizer.restore(samples, to: id)
            log.info("Loaded dump file for \(name(of: id)): \(samples.count) samples of the last run")
        } catch {
            log.warning("Could not load dump file for \(name(of: id)): \(error)")
        }
    }

    /// Writes the samples of all sources into files for the next run.
    ///
    /// - Returns: Whether all of them could be written.
    @discardableResult
    func keepSamples() -> Bool {
        // With a thermometer, the frequency that the clock is left at isn't that of the next run's oscillator.
        guard sampleKeeper.folder != nil, thermometer == nil else { return true }
        let (moment, time) = ClockMoment.now(clock, synchronizer)
        var problems: Set<String> = []
        for id in synchronizer.sourceIDs {
            guard let file = sampleFile(of: id) else { continue }
            do {
                try sampleKeeper.keep(
                    synchronizer.samples(of: id), of: file, at: moment, freeRunning: time)
            } catch {
                problems.insert("\(error)")
            }
        }
        for problem in problems.sorted() { log.error("Samples not kept: \(problem)") }
        return problems.isEmpty
    }

    /// What the file of a source is called, without its extension: as chrony calls it.
    private func sampleFile(of id: SourceID) -> String? {
        if let server = table.server(id) { return server.address.host }
        guard let bits = referenceClock(id)?.referenceID.bits else { return nil }
        let digits = String(bits, radix: 16)
        return "refid:" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}

extension ClockMoment {
    /// The clocks as they are, with the reading of the free-running timescale.
    static func now(
        _ clock: borrowing DaemonClock, _ synchronizer: Synchronizer<StandardAlgorithm>
    ) -> (ClockMoment, FreeRunningTime) {
        let system = RealtimeClock.now
        let monotonic = Double(MonotonicClock.now.nanoseconds) * 1e-9
        let freeRunning = synchronizer.freeRunning(at: clock.date(ofStamp: system))
        let moment = ClockMoment(
            boot: bootID, system: system,
            systemAheadOfMonotonic: system.seconds(since: .unixEpoch) - monotonic,
            frequency: clock.isSystem ? clock.frequency : .zero,
            correction: system.seconds(since: NTPDate(bits: freeRunning.bits)))
        return (moment, freeRunning)
    }

    /// Another one each time that the machine is started.
    private static var bootID: String {
        guard let bytes = try? FileReader.contents(of: "/proc/sys/kernel/random/boot_id", limit: 100) else {
            return "unknown"
        }
        return String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
    }
}
