// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

extension Machine {
    /// How long a machine takes from receiving a request to sending the reply, in seconds.
    private static var processing: Double { 10e-6 }

    mutating func timerFired(world start: NTPDate, queue: inout EventQueue<SimulatedEvent>) {
        let actions = synchronizer.timerFired(now: clock.monotonic, date: clock.now)
        perform(actions, world: start, queue: &queue)
        planTimer()
    }

    mutating func receive(
        _ datagram: Datagram, from source: Int, world start: NTPDate,
        queue: inout EventQueue<SimulatedEvent>
    ) {
        let actions = datagram.withBytes {
            synchronizer.handle(
                datagram: $0, from: sources[source].id, receivedAt: clock.now, by: .kernel,
                localID: .client(index), now: clock.monotonic)
        }
        perform(actions, world: start, queue: &queue)
        planTimer()
    }

    /// What the machine says when it is asked for the time itself.
    mutating func answer(_ datagram: Datagram) -> Datagram? {
        guard let request = datagram.packet else { return nil }
        let date = clock.now
        let tracking = synchronizer.tracking(at: date)
        var reply = NTPPacket(version: request.version, mode: .server)
        reply.leap = tracking.leap
        reply.stratum = tracking.stratum
        reply.precision = clock.precision
        reply.rootDelay = NTPShort(roundingUp: tracking.rootDelay)
        reply.rootDispersion = NTPShort(roundingUp: tracking.rootDispersion(at: date))
        reply.referenceID =
            sources.first { $0.id == tracking.source }?.referenceID ?? tracking.referenceID
        reply.referenceTimestamp = NTPTimestamp(tracking.referenceTime)
        reply.originTimestamp = request.transmitTimestamp
        reply.receiveTimestamp = NTPTimestamp(date)
        reply.transmitTimestamp = NTPTimestamp(date.advanced(by: Self.processing))
        return Datagram(reply)
    }

    /// Sends a reply on its way back to this machine.
    mutating func deliver(
        _ reply: Datagram, from source: Int, sentAt time: TrueTime,
        processing: Double = Self.processing, queue: inout EventQueue<SimulatedEvent>
    ) {
        let arrivals = sources[source].inbound.arrivals(of: time.advanced(by: processing))
        let recipient = SimulatedEvent.Endpoint(client: index, source: source)
        if let first = arrivals.first { queue.schedule(.reply(reply, at: recipient), at: first) }
        if let second = arrivals.second { queue.schedule(.reply(reply, at: recipient), at: second) }
    }

    private mutating func perform(
        _ actions: [SynchronizerAction], world start: NTPDate, queue: inout EventQueue<SimulatedEvent>
    ) {
        for action in actions {
            switch action {
            case .sendRequest(let id): sendRequest(to: id, world: start, queue: &queue)
            case .command(let command): perform(command)
            case .replied: counters.measurements += 1
            case .updated, .event: break
            }
        }
    }

    private mutating func perform(_ command: ClockCommand) {
        if case .step = command { counters.steps += 1 }
        if let change = clock.perform(command) { synchronizer.clockChanged(change) }
    }

    private mutating func sendRequest(
        to id: SourceID, world start: NTPDate, queue: inout EventQueue<SimulatedEvent>
    ) {
        guard let source = sources.firstIndex(where: { $0.id == id }) else { return }
        let request = Datagram {
            synchronizer.writeRequest(for: id, into: &$0, now: clock.monotonic, using: &generator)
        }
        synchronizer.requestSent(for: id, at: clock.now, by: .kernel)
        counters.requests += 1
        let arrivals = sources[source].outbound.arrivals(of: clock.time)
        if let first = arrivals.first {
            arrive(request, at: first, source: source, world: start, queue: &queue)
        }
        if let second = arrivals.second {
            arrive(request, at: second, source: source, world: start, queue: &queue)
        }
    }

    /// A request reaches its destination: a machine when its time comes, a model of a server right now.
    private mutating func arrive(
        _ request: Datagram, at time: TrueTime, source: Int, world start: NTPDate,
        queue: inout EventQueue<SimulatedEvent>
    ) {
        switch sources[source].peer {
        case .client(let peer):
            let sender = SimulatedEvent.Endpoint(client: index, source: source)
            queue.schedule(.request(request, at: peer, from: sender), at: time)
        case .server(let server):
            let date = NTPDate(bits: start.bits &+ Int128(time.bits) << 32)
            guard let request = request.packet,
                var reply = server.reply(at: time.seconds, date: date, id: sources[source].referenceID)
            else { return }
            reply.originTimestamp = request.transmitTimestamp
            deliver(
                Datagram(reply), from: source, sentAt: time, processing: server.processing, queue: &queue)
        }
    }
}
