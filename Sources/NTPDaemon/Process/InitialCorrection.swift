// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// The correction of the clock before normal operation: `initstepslew`.
extension Daemon {
    /// How long it may take, in seconds: two bursts, and a name server that is slow.
    private static var correctionPatience: Double { 35 }

    /// Measures by servers that serve for this alone, and steps the clock, or begins to slew it.
    mutating func correct(_ correction: InitialCorrection) throws(SystemError) {
        let start = MonotonicClock.now
        for source in correction.sources { table.add(source, origin: .initialCorrection, now: start) }
        synchronizer.setStepPolicy(StepPolicy(threshold: correction.threshold, limit: .always))
        let before = synchronizer.clockState(at: clock.now).correction
        if !correction.servers.isEmpty {
            try run(until: start.advanced(by: Self.correctionPatience)) { $0.hasMeasured }
            tellCorrection(since: before)
        }

        let now = MonotonicClock.now
        for directive in table.directives where directive.origin == .initialCorrection {
            remove(directive.id)
        }
        // Only the clock keeps what came of it: the sources proper begin anew.
        synchronizer.startOver()
        synchronizer.setStepPolicy(configuration.clock.makeStep?.policy)
        for source in configuration.sources { table.add(source, origin: .configuration, now: now) }
        publishState()
    }

    /// Whether the clock was corrected, and no server has more to say.
    private var hasMeasured: Bool {
        guard synchronizer.tracking.isSynchronized else { return false }
        let date = clock.now
        return synchronizer.sourceIDs.allSatisfy { synchronizer.report(for: $0, at: date)?.isInBurst != true }
    }

    /// - Parameter before: By how much the local clock was ahead of the free-running one at the start.
    private func tellCorrection(since before: Double) {
        guard synchronizer.tracking.isSynchronized else {
            return log.warning("No suitable source for initstepslew")
        }
        // What is left of a step, and what comes of a smaller offset, is slewed: some of it already.
        let date = clock.now
        let slewed = synchronizer.clockState(at: date).correction - before
        let offset = (latestStep?.seconds ?? 0) + slewed + synchronizer.pendingOffset(at: date)
        log.info(
            "System's initial offset: \(Text.fixed(offset.magnitude, decimals: 6)) seconds "
                + "\(offset < 0 ? "fast" : "slow") of true (\(latestStep == nil ? "slew" : "step"))")
    }
}

extension InitialCorrection {
    fileprivate var sources: [SourceConfiguration] {
        servers.map { host in
            var options = SourceOptions()
            options.initialBurst = true
            return SourceConfiguration(kind: .server, host: host, options: options)
        }
    }
}
