// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// One run of a scenario: a seed reproduces it to the last bit, on any machine.
///
/// Owns true time. Every machine in it runs the synchronizer that ships; nothing but its clock, its packets and
/// its random numbers are simulated.
public struct Simulation<Algorithm: SynchronizationAlgorithm>: Sendable {
    private let scenario: Scenario
    private let seed: UInt64
    private var machines: [Machine<Algorithm>]
    private var queue = EventQueue<SimulatedEvent>()
    private var digest = Digest()

    public init(_ scenario: Scenario, seed: UInt64, algorithm: Algorithm) {
        self.scenario = scenario
        self.seed = seed
        machines = scenario.clients.indices.map {
            Machine($0, in: scenario, seed: seed, algorithm: algorithm)
        }
    }

    /// Runs to the end of the scenario.
    public mutating func run() -> Report {
        let end = TrueTime(seconds: scenario.duration)
        while let next = nextEvent(), next.time <= end {
            let machine = handle(next)
            note(machine)
        }
        for index in machines.indices { machines[index].advance(to: end) }
        return report
    }

    private enum Next {
        case queued(TrueTime)
        case timer(TrueTime, machine: Int)

        var time: TrueTime {
            switch self {
            case .queued(let time), .timer(let time, _): time
            }
        }
    }

    /// Packets before timers, then one machine after the other, when several are due at the same time.
    private func nextEvent() -> Next? {
        var next = queue.nextTime.map(Next.queued)
        for machine in machines {
            guard let timer = machine.timer, next.map({ timer < $0.time }) ?? true else { continue }
            next = .timer(timer, machine: machine.index)
        }
        return next
    }

    /// - Returns: The index of the machine that it happened to.
    private mutating func handle(_ next: Next) -> Int {
        switch next {
        case .timer(let time, let index):
            machines[index].advance(to: time)
            machines[index].timerFired(world: scenario.start, queue: &queue)
            return index
        case .queued(let time):
            let event = queue.removeFirst().event
            switch event {
            case .request(let request, let index, let sender):
                machines[index].advance(to: time)
                guard let reply = machines[index].answer(request) else { return index }
                machines[sender.client].deliver(reply, from: sender.source, sentAt: time, queue: &queue)
                return index
            case .reply(let reply, let recipient):
                let index = recipient.client
                machines[index].advance(to: time)
                machines[index].receive(reply, from: recipient.source, world: scenario.start, queue: &queue)
                return index
            }
        }
    }

    private mutating func note(_ machine: Int) {
        let clock = machines[machine].clock
        digest.add(UInt64(bitPattern: clock.time.bits))
        digest.add(clock.error)
        digest.add(clock.frequency.ratio)
    }

    private var report: Report {
        let clients = machines.map { machine in
            let settled = scenario.duration - scenario.settling
            let polls = Double(machine.counters.settledRequests) / Double(max(1, machine.sources.count))
            return ClientReport(
                error: machine.statistics, requests: machine.counters.requests,
                measurements: machine.counters.measurements,
                meanPoll: polls > 0 ? settled / polls : .infinity, steps: machine.counters.steps)
        }
        return Report(scenario: scenario.name, seed: seed, clients: clients, digest: digest.value)
    }
}

/// What happens at a time that was known before. Timers are not among it: they are set anew all the time.
enum SimulatedEvent: Sendable {
    /// A request arrives at another client.
    case request(Datagram, at: Int, from: Endpoint)
    /// A reply arrives.
    case reply(Datagram, at: Endpoint)

    /// One of a client's sources, and the way to and from it.
    struct Endpoint: Sendable {
        var client: Int
        var source: Int
    }
}
