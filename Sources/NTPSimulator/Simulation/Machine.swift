// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// A machine at work: the synchronizer that ships, on a simulated clock.
struct Machine<Algorithm: SynchronizationAlgorithm>: Sendable {
    let index: Int
    var clock: SimulatedClock
    var synchronizer: Synchronizer<Algorithm>
    var sources: [SimulatedSource]
    var generator: SeededGenerator
    /// When the synchronizer wants to be called; nil: not before something else has happened.
    var timer: TrueTime?
    var statistics: ErrorStatistics
    var counters = Counters()
    private var errors: [Double] = []

    struct Counters {
        var requests = 0
        var settledRequests = 0
        var measurements = 0
        var steps = 0
    }

    init(_ index: Int, in scenario: Scenario, seed: UInt64, algorithm: Algorithm) {
        let model = scenario.clients[index]
        self.index = index
        let streams = Streams(seed: seed, client: index)
        clock = SimulatedClock(
            start: scenario.start, offset: model.offset,
            oscillator: Oscillator(model.oscillator, generator: streams.generator(for: .oscillator)))
        synchronizer = Synchronizer(
            algorithm: algorithm, options: model.options, frequency: clock.frequency, date: clock.now)
        let start = clock.monotonic
        sources = []
        for (number, source) in model.sources.enumerated() {
            let id = synchronizer.add(source.association, estimator: source.estimator, start: start)
            sources.append(SimulatedSource(id: id, model: source, streams: streams, number: number))
        }
        generator = streams.generator(for: .synchronizer)
        statistics = ErrorStatistics(settling: scenario.settling, bound: scenario.convergenceBound)
        planTimer()
    }

    /// Brings the clock to `time`, and takes note of its error at each second on the way.
    mutating func advance(to time: TrueTime) {
        let from = clock.time
        guard time.wholeSeconds > from.wholeSeconds else {
            clock.advance(to: time)
            return
        }
        let before = claim
        errors.removeAll(keepingCapacity: true)
        clock.advance(to: time) { errors.append($0) }
        let after = claim
        let span = time.seconds(since: from)
        var elapsed = TrueTime(bits: (from.wholeSeconds + 1) << 32).seconds(since: from)
        for error in errors {
            statistics.add(error, claim: before?.between(after, at: elapsed / span))
            elapsed += 1
        }
    }

    /// What the machine says of its clock now; nil while unsynchronised.
    private var claim: Claim? {
        guard synchronizer.tracking.isSynchronized else { return nil }
        let now = clock.now
        return Claim(
            rootDistance: synchronizer.tracking.rootDistance(at: now),
            pending: synchronizer.pendingOffset(at: now))
    }

    mutating func planTimer() {
        timer = synchronizer.deadline.map { deadline in
            // Like Linux's timers, up to 50 µs late rather than a moment too early.
            clock.time.advanced(by: max(0, clock.seconds(until: deadline)) + 50e-6)
        }
    }
}

/// The bound on its own error that a clock claims. Grows steadily while nothing happens.
struct Claim: Hashable, Sendable {
    var rootDistance: Double
    /// What the clock knows itself to be off by, and is being slewed for.
    var pending: Double

    var bound: Double { rootDistance + pending.magnitude }

    /// The bound at a time between this claim's and a later one's.
    func between(_ later: Claim?, at part: Double) -> Double {
        guard let later else { return bound }
        let distance = rootDistance + part * (later.rootDistance - rootDistance)
        return distance + (pending + part * (later.pending - pending)).magnitude
    }
}
