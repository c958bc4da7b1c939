// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPServer

extension Machine {
    /// How long a machine takes from receiving a request to sending the reply, in seconds.
    static var processing: Double { 10e-6 }
    /// The frequency error that a server may have, in s/s: PHI of RFC 5905.
    private static var frequencyTolerance: Double { 15e-6 }

    mutating func timerFired(queue: inout EventQueue<SimulatedEvent>) {
        noticeSteps()
        perform(synchronizer.timerFired(now: clock.monotonic, date: clock.now), queue: &queue)
    }

    mutating func receive(
        _ reply: SimulatedEvent.Reply, from source: Int, queue: inout EventQueue<SimulatedEvent>
    ) {
        guard asleep == nil else { return }
        noticeSteps()
        sources[source].note(reply, at: clock.time)
        let actions = reply.datagram.withBytes {
            synchronizer.handle(
                datagram: $0, from: sources[source].id, receivedAt: clock.now, by: .kernel,
                localID: .client(index), now: clock.monotonic)
        }
        perform(actions, queue: &queue)
    }

    /// What the machine says when it is asked for the time itself; nil: nothing.
    mutating func answer(_ request: Datagram, from client: Int) -> SimulatedEvent.Reply? {
        guard asleep == nil else { return nil }
        let date = clock.now
        let sentAt = date.advanced(by: Self.processing)
        var tracking = synchronizer.tracking(at: date)
        if let source = sources.first(where: { $0.id == tracking.source }) {
            tracking.referenceID = source.referenceID
        }
        let state = ServerState(tracking, precision: clock.precision, using: &generator)
        let everybody = AccessList([.init(.allow, .allIPv4)])
        var responder = Responder(access: everybody, state: state, seed: generator.next())
        let address = ClientAddress(ipv4: ReferenceID.client(client).bits, port: 123)
        let reply = request.withBytes { bytes in
            Datagram { output in
                _ = responder.respond(
                    to: bytes, from: address, receivedAt: date, transmitAt: sentAt, into: &output)
            }
        }
        // A server that is being slewed faster than that breaks the rules that its clients' claims rest upon.
        let isSteady = clock.rate.magnitude <= Self.frequencyTolerance
        let isHonest = isSteady && !watchdog.isExcused(at: clock.time)
        return reply.map { SimulatedEvent.Reply(datagram: $0, isHonest: isHonest) }
    }

    /// Sends a reply on its way back to this machine.
    mutating func deliver(
        _ reply: SimulatedEvent.Reply, from source: Int, sentAt time: TrueTime,
        queue: inout EventQueue<SimulatedEvent>
    ) {
        let recipient = SimulatedEvent.Endpoint(client: index, source: source)
        for arrival in sources[source].inbound.arrivals(of: time) {
            queue.schedule(.reply(reply, at: recipient), at: arrival)
        }
    }

    private mutating func perform(
        _ actions: [SynchronizerAction], queue: inout EventQueue<SimulatedEvent>
    ) {
        for action in actions {
            switch action {
            case .sendRequest(let id): sendRequest(to: id, queue: &queue)
            case .command(let command): perform(command)
            case .updated:
                watchdog.noteUpdate()
                checkSelection()
            case .replied(let id):
                watchdog.noteMeasurement()
                if observer.isTracing { trace(id) }
            case .confirmed: watchdog.noteMeasurement()
            case .event: break
            }
        }
    }

    private mutating func sendRequest(to id: SourceID, queue: inout EventQueue<SimulatedEvent>) {
        guard let source = sources.firstIndex(where: { $0.id == id }) else { return }
        let now = clock.monotonic
        let request = Datagram {
            synchronizer.writeRequest(for: id, into: &$0, now: now, using: &generator)
        }
        guard let request else { return }
        synchronizer.requestSent(for: id, at: clock.now, by: .kernel)
        observer.noteRequest(at: clock.time)
        watchdog.noteRequest(to: source, now: now, at: clock.time)
        for arrival in sources[source].outbound.arrivals(of: clock.time) {
            arrive(request, at: arrival, source: source, queue: &queue)
        }
    }

    /// A request reaches its destination: another machine when its time comes, a model of a server right now.
    private mutating func arrive(
        _ request: Datagram, at time: TrueTime, source: Int, queue: inout EventQueue<SimulatedEvent>
    ) {
        switch sources[source].peer {
        case .client(let peer):
            let sender = SimulatedEvent.Endpoint(client: index, source: source)
            queue.schedule(.request(request, at: peer, from: sender), at: time)
        case .server(let server):
            guard let header = request.packet,
                var reply = server.reply(
                    to: header, at: time, in: world, id: sources[source].referenceID)
            else { return }
            let world = world
            let departure = sources[source].interleave(
                &reply, to: header, at: time.advanced(by: server.processing)
            ) { world.date(at: $0).advanced(by: server.error(at: $0.seconds)) }
            guard let datagram = Datagram({ reply.serialize(into: &$0) }) else { return }
            deliver(
                SimulatedEvent.Reply(datagram: datagram), from: source, sentAt: departure, queue: &queue)
        }
    }

    private mutating func trace(_ id: SourceID) {
        guard let source = sources.firstIndex(where: { $0.id == id }),
            let report = synchronizer.report(for: id, at: clock.now),
            // Otherwise the reply was ignored or confirmed one before, and this is that measurement.
            let measurement = report.measurement, measurement.replyReceived == clock.now
        else { return }
        observer.note(
            Trace.Exchange(
                time: clock.time.seconds, source: source, error: -measurement.offset,
                delay: measurement.delay, isAccepted: report.tests == .all, poll: report.poll))
    }
}
