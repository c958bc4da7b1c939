// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// A machine at work: the synchronizer that ships, on a simulated clock.
struct Machine<Algorithm: SynchronizationAlgorithm>: Sendable {
    let index: Int
    let world: World
    var clock: SimulatedClock
    var synchronizer: Synchronizer<Algorithm>
    var sources: [SimulatedSource]
    var generator: SeededGenerator
    /// What the monotonic clock read when the machine fell asleep; nil while awake.
    var asleep: MonotonicInstant?

    /// Whether any source may ever be wrong by its own fault.
    let mayBeMisled: Bool
    var observer: Observer
    var watchdog: Watchdog
    /// By how much the clock is ahead of the monotonic one, as far as is known.
    private var knownLead: Double
    /// What the clock claimed after the latest event.
    private var latestClaim: Claim?
    /// What it told other processes then.
    private var publication: ErrorBound?
    private var moments: [SimulatedClock.Moment] = []

    init(
        _ index: Int, in scenario: Scenario, seed: UInt64, algorithm: Algorithm, tracing: Tracing
    ) {
        let model = scenario.clients[index]
        let streams = Streams(seed: seed, client: index)
        let oscillator = Oscillator(model.oscillator, generator: streams.generator(for: .oscillator))
        self.index = index
        world = scenario.world
        clock = SimulatedClock(world, offset: model.offset, oscillator: oscillator)
        synchronizer = Synchronizer(
            algorithm: algorithm, options: model.options, frequency: clock.frequency, date: clock.now)
        sources = []
        for (number, source) in model.sources.enumerated() {
            let id = synchronizer.add(
                source.association, estimator: source.estimator, start: clock.monotonic)
            sources.append(SimulatedSource(id: id, model: source, streams: streams, number: number))
        }
        mayBeMisled = model.sources.contains { !$0.isAlwaysHonest }
        generator = streams.generator(for: .synchronizer)
        observer = Observer(scenario, tracing: tracing)
        watchdog = Watchdog(client: model, faults: scenario.faults, grace: scenario.grace)
        knownLead = clock.lead
    }

    /// Brings the clock to `time`, and takes note of its error at each second on the way.
    mutating func advance(to time: TrueTime) {
        let from = clock.time
        moments.removeAll(keepingCapacity: true)
        clock.advance(to: time, moments: &moments)
        let interval = Interval(
            start: from, end: time, claimBefore: latestClaim, claimAfter: claim,
            estimatedFrequency: synchronizer.tracking.frequency.ratio)
        check(interval.claimAfter)
        watchdog.check(moments, in: interval)
        if let publication { watchdog.check(moments, published: publication, at: from, rate: clock.rate) }
        observer.add(moments, in: interval)
    }

    /// What follows everything that happens to the machine.
    ///
    /// - Returns: When the synchronizer wants to be called; nil: not before something else has happened.
    mutating func settle() -> TrueTime? {
        latestClaim = claim
        publication = errorBound
        check(latestClaim)
        observer.note(clock)
        return timer
    }

    /// Whether somebody else has moved the clock: it and the monotonic one have parted.
    mutating func noticeSteps() {
        let parted = clock.lead - knownLead
        // Less than this isn't told from the time that reading two clocks takes.
        guard parted.magnitude > 1e-4 else { return }
        knownLead = clock.lead
        synchronizer.clockChanged(.unknownStep(to: clock.now))
        watchdog.noteRestart()
    }

    /// The clock was moved, and it is known by how much.
    mutating func noteLead(changedBy offset: NTPDuration) {
        knownLead += offset.seconds
    }

    mutating func perform(_ command: ClockCommand) {
        watchdog.check(command, base: synchronizer.tracking.frequency, at: clock.time)
        if case .step(let offset) = command { observer.noteStep(by: offset.seconds, at: clock.time) }
        guard let change = clock.perform(command) else { return }
        if case .step(let offset) = change { noteLead(changedBy: offset) }
        synchronizer.clockChanged(change)
    }

    /// At the end of a scenario.
    mutating func checkRest() {
        guard let unrest = observer.unrest else { return }
        watchdog.report(.convergence, "\(unrest) s off in the last 1000 s", at: clock.time)
    }

    var report: ClientReport {
        let measurements = sources.compactMap { synchronizer.report(for: $0.id, at: clock.now) }
            .reduce(0) { $0 + Int($1.counters.good) }
        return observer.report(
            sources: sources.count, measurements: measurements, worstCoverage: watchdog.worstCoverage)
    }

    /// What the machine says of its clock now; nil while unsynchronised.
    private var claim: Claim? {
        guard synchronizer.tracking.isSynchronized else { return nil }
        let now = clock.now
        return Claim(
            rootDistance: synchronizer.tracking.rootDistance(at: now),
            pending: synchronizer.pendingOffset(at: now))
    }

    private var errorBound: ErrorBound? {
        let now = clock.now
        let pending = synchronizer.pendingOffset(at: now)
        let rate = synchronizer.pendingOffset(at: now.advanced(by: 1)) - pending
        return synchronizer.errorBound(at: now, correction: pending, rate: rate)
    }

    private mutating func check(_ claim: Claim?) {
        guard let claim else { return }
        watchdog.check(clock.error, claim: claim.bound, at: clock.time)
    }

    /// When the synchronizer wants to be called; nil: not before something else has happened.
    var timer: TrueTime? {
        guard asleep == nil, let deadline = synchronizer.deadline else { return nil }
        // Like Linux's timers, 50 µs late rather than a moment too early.
        return max(clock.time, clock.time(of: deadline)).advanced(by: 50e-6)
    }
}
