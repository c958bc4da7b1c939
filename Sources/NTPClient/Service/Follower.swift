// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// What the thread of a service does: wires sockets and a software clock to the synchronizer.
struct Follower: ~Copyable {
    let shared: SharedState
    let options: ServiceOptions
    var clock: ServiceClock
    var synchronizer: Synchronizer<StandardAlgorithm>
    var names: [FollowedName]
    var resolver: NameResolver
    var isWatchingResolver = false
    var poller = Poller()
    var exchanges: [Exchange] = []
    var replies = DatagramBatch(capacity: 4)
    var generator = SystemRandomNumberGenerator()
    var problem: String?

    /// The longest wait, in seconds: a machine that wakes from sleep is noticed within it.
    private static let longestWait = 1.0

    init(_ servers: [String], options: ServiceOptions, clock: ServiceClock, shared: SharedState) {
        let now = MonotonicClock.now
        self.shared = shared
        self.options = options
        self.clock = clock
        synchronizer = options.makeSynchronizer(at: clock.now)
        names = servers.map { FollowedName($0, now: now) }
        resolver = NameResolver(families: options.families)
    }

    /// Works until the service is stopped.
    mutating func run() {
        poller.watch(shared.alarm.descriptor)
        while !shared.isStopped {
            let started = MonotonicClock.now
            let deadline = nextDeadline(after: started)
            do {
                _ = try poller.wait(until: deadline, now: started)
            } catch {
                // Nothing that the loop does leads here; if it happens, the clock goes on by itself.
                break
            }
            watchForSleep()
            while let (descriptor, readiness) = poller.nextReady() { serve(descriptor, readiness) }
            fireTimers(now: MonotonicClock.now)
        }
        shared.finish()
    }

    private func nextDeadline(after now: MonotonicInstant) -> MonotonicInstant {
        var earliest = now.advanced(by: Self.longestWait)
        for deadline in [synchronizer.deadline, exchanges.lazy.map(\.expiry).min()] {
            if let deadline { earliest = min(earliest, deadline) }
        }
        for name in names {
            if let deadline = name.deadline { earliest = min(earliest, deadline) }
        }
        return earliest
    }

    private mutating func serve(_ descriptor: Int32, _ readiness: Readiness) {
        if descriptor == shared.alarm.descriptor {
            shared.alarm.clear()
        } else if descriptor == resolver.descriptor {
            resolver.receive()
            takeResolutions()
        } else if let exchange = exchanges.first(where: { $0.socket.descriptor == descriptor }) {
            receive(exchange, readiness)
        }
    }

    private mutating func fireTimers(now: MonotonicInstant) {
        for exchange in exchanges where exchange.expiry <= now { close(exchange) }
        for index in names.indices {
            guard let deadline = names[index].deadline, deadline <= now else { continue }
            names[index].asked(resolver.resolve(names[index].name, port: options.port))
        }
        takeResolutions()
        perform(synchronizer.timerFired(now: now, date: clock.now), now: now)
        dropTheSilent(now: now)
        publish()
    }

    /// What was measured before a sleep says nothing about the clock after it.
    private mutating func watchForSleep() {
        guard clock.makeUpForSleep() else { return }
        let now = MonotonicClock.now
        synchronizer.clockChanged(.unknownStep(to: clock.now))
        synchronizer.resetSources(now: now)
        shared.timeline.follow { raw in (course(at: raw), .stepped) }
        problem = "the machine has slept; measuring anew"
        publish()
    }

    /// Does what the synchronizer wants, in its order.
    mutating func perform(_ actions: [SynchronizerAction], now: MonotonicInstant) {
        var commands: [ClockCommand] = []
        for action in actions {
            switch action {
            case .sendRequest(let id): sendRequest(to: id, now: now)
            case .command(let command): commands.append(command)
            case .event(let event): note(event)
            default: break
            }
        }
        guard !commands.isEmpty else { return }
        shared.timeline.follow { raw in
            var transition = Timeline.Transition.continuous
            for command in commands {
                guard let change = clock.perform(command, raw: raw) else { continue }
                if case .step = change { transition = .stepped }
                synchronizer.clockChanged(change)
            }
            return (course(at: raw), transition)
        }
    }

    /// What the readers are told, from when the raw clock reads so much.
    func course(at raw: Int64) -> Timeline.Course {
        let date = clock.date(raw: raw)
        let tracking = synchronizer.tracking
        let pending = synchronizer.pendingOffset(at: date)
        let frequency = clock.software.frequency.ratio
        // By how much the offset that is left changes in a second of this clock.
        let slew = synchronizer.pendingOffset(at: date.advanced(by: 1)) - pending
        let isKnown = tracking.isSynchronized
        return Timeline.Course(
            start: raw, reading: NTPClient.Instant(date).nanoseconds, frequency: frequency,
            distance: isKnown ? tracking.rootDistance(at: date) * 1e9 : .infinity,
            growth: tracking.dispersionRate * (1 + frequency), pending: pending * 1e9,
            slew: slew * (1 + frequency), standing: standing)
    }

    /// A clock that was synchronised runs on when nobody answers any more.
    var standing: ClockStanding {
        guard synchronizer.tracking.isSynchronized else { return .unsynchronized }
        return synchronizer.isAnySourceReachable ? .synchronized : .freeRunning
    }
}
