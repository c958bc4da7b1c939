// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

extension Daemon {
    /// How long a measurement without `-t` may take, in seconds: two bursts, and a name server that is slow.
    private var patience: Double {
        let polls = referenceClocks.map(\.configuration.options.poll.seconds)
        // A clock isn't set by a single sample.
        return max(30, 3 * (polls.max() ?? 0))
    }

    /// Follows the sources until told to end.
    ///
    /// - Parameters:
    ///   - options: With `-t`, it ends without being told.
    ///   - isReady: Called once the clock may be relied upon as far as the start can see to that.
    /// - Returns: 0, or 1 when the time is over and the clock isn't synchronised.
    mutating func follow(_ options: CommandLineOptions, isReady: () -> Void) throws(SystemError) -> Int32 {
        // The network of a machine that is starting may be a moment late.
        synchronizer.holdRequests(until: MonotonicClock.now.advanced(by: 0.2))
        // What is known from the drift file holds before the first sample too.
        performCommand(.setFrequency(synchronizer.tracking.frequency))
        defer { control.socket?.remove() }
        let limit = options.timeout.map { MonotonicClock.now.advanced(by: $0) }
        if !options.isRestart, let correction = configuration.client.initialCorrection {
            try correct(correction)
        }
        addReferenceClocks(now: MonotonicClock.now)
        reloadSourceDirectories(now: MonotonicClock.now)
        // Whoever asks once he is told that it has started finds the sources, but for those whose names take their time.
        resolveNames(now: MonotonicClock.now)
        isReady()
        try run(until: limit)
        saveDrift(now: MonotonicClock.now)
        // What is left of a slew would go on for ever.
        performCommand(.setFrequency(synchronizer.restingFrequency))
        keepSamples()
        if realTimeClock != nil { try? keepRealTimeClock() }
        guard !hasFailed else { return 1 }
        guard let limit, limit <= MonotonicClock.now, !isShuttingDown else { return 0 }
        return synchronizer.tracking.isSynchronized ? 0 : 1
    }

    /// Measures the offset of the clock, sets the clock by it or only says it, and ends (`-q`, `-Q`).
    ///
    /// - Returns: 0 when the sources could be followed, else 1.
    mutating func measureOnce(_ options: CommandLineOptions) throws(SystemError) -> Int32 {
        reloadSourceDirectories(now: MonotonicClock.now)
        addReferenceClocks(now: MonotonicClock.now)
        let limit = MonotonicClock.now.advanced(by: options.timeout ?? patience)
        let frequency = synchronizer.tracking.frequency
        try run(until: limit) { $0.synchronizer.tracking.isSynchronized }
        // A few seconds tell where the clock is, and next to nothing of how fast it runs.
        performCommand(.setFrequency(frequency))
        guard synchronizer.tracking.isSynchronized else {
            log.error(
                "No suitable source: \(table.servers.isEmpty ? "no server could be resolved" : "no answers that agree")"
            )
            return 1
        }
        let offset = Text.fixed(synchronizer.tracking.lastOffset, decimals: 6)
        let bound = Text.fixed(synchronizer.tracking.rootDistance(at: clock.now), decimals: 6)
        let deed = options.task == .measureOnce ? "ignored" : "step"
        log.warning("System clock wrong by \(offset) seconds (\(deed)), error bound \(bound) seconds")
        return 0
    }
}
