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
    /// When each machine's synchronizer wants to be called.
    private var timers: [TrueTime?]

    @specialized(where Algorithm == StandardAlgorithm)
    public init(_ scenario: Scenario, seed: UInt64, algorithm: Algorithm, tracing: Tracing = .off) {
        precondition(!scenario.clients.isEmpty, "a scenario is about its first client")
        self.scenario = scenario
        self.seed = seed
        machines = scenario.clients.indices.map {
            Machine($0, in: scenario, seed: seed, algorithm: algorithm, tracing: tracing)
        }
        timers = machines.map(\.timer)
        for (index, client) in scenario.clients.enumerated() {
            for incident in client.incidents {
                queue.schedule(.incident(incident.kind, at: index), at: TrueTime(seconds: incident.at))
            }
        }
        if let leap = scenario.leap { queue.schedule(.leap(leap), at: TrueTime(seconds: leap.at)) }
    }

    /// Runs to the end of the scenario, or to the first violation of an invariant.
    @specialized(where Algorithm == StandardAlgorithm)
    public mutating func run() throws(InvariantViolation) -> Report {
        while machines.allSatisfy({ $0.watchdog.findings.isEmpty }), advance() {}
        if let violation = violations.first { throw violation }
        let report = finish()
        if let violation = report.violations.first { throw violation }
        return report
    }

    /// Runs to the end of the scenario, whatever happens; `Report.violations` says what shouldn't have.
    @specialized(where Algorithm == StandardAlgorithm)
    public mutating func measure() -> Report {
        while advance() {}
        return finish()
    }

    /// Lets the next thing happen.
    ///
    /// - Returns: Whether there was one before the scenario's end.
    private mutating func advance() -> Bool {
        let end = TrueTime(seconds: scenario.duration)
        let packet = queue.nextTime ?? end
        let timer = earliestTimer
        // Packets before timers when both are due at the same time.
        if let timer, timer.time < packet, timer.time <= end {
            machines[timer.machine].advance(to: timer.time)
            machines[timer.machine].timerFired(queue: &queue)
            settle(timer.machine)
            return true
        }
        guard packet < end else { return false }
        let event = queue.removeFirst().event
        handle(event, at: packet)
        return true
    }

    private var earliestTimer: (machine: Int, time: TrueTime)? {
        var earliest: (machine: Int, time: TrueTime)?
        for index in timers.indices {
            guard let time = timers[index], time < earliest?.time ?? .distantFuture else { continue }
            earliest = (index, time)
        }
        return earliest
    }

    private mutating func handle(_ event: SimulatedEvent, at time: TrueTime) {
        switch event {
        case .request(let request, let index, let sender):
            machines[index].advance(to: time)
            if let reply = machines[index].answer(request, from: sender.client) {
                machines[sender.client].deliver(
                    reply, from: sender.source, sentAt: time.advanced(by: Machine<Algorithm>.processing),
                    queue: &queue)
            }
            settle(index)
        case .reply(let reply, let recipient):
            machines[recipient.client].advance(to: time)
            machines[recipient.client].receive(reply, from: recipient.source, queue: &queue)
            settle(recipient.client)
        case .incident(let kind, let index):
            machines[index].advance(to: time)
            machines[index].suffer(kind, queue: &queue)
            settle(index)
        case .wake(let index, let error):
            machines[index].advance(to: time)
            machines[index].wake(error: error)
            settle(index)
        case .leap(let leap):
            for index in machines.indices {
                machines[index].advance(to: time)
                machines[index].suffer(leap)
                settle(index)
            }
        }
    }

    /// What follows everything that happens to a machine.
    private mutating func settle(_ machine: Int) {
        timers[machine] = machines[machine].settle()
    }

    private mutating func finish() -> Report {
        for index in machines.indices {
            machines[index].advance(to: TrueTime(seconds: scenario.duration))
            machines[index].checkRest()
        }
        var digest = Digest()
        for machine in machines { digest.add(machine.observer.digest.value) }
        return Report(
            scenario: scenario.name, seed: seed, clients: machines.map(\.report), violations: violations,
            digest: digest.value)
    }

    private var violations: [InvariantViolation] {
        machines.flatMap { machine in
            machine.watchdog.findings.map {
                InvariantViolation(
                    invariant: $0.invariant, scenario: scenario.name, seed: seed, time: $0.time.seconds,
                    client: machine.index, finding: $0.text)
            }
        }
    }
}
