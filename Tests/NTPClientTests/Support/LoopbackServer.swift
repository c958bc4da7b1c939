// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Synchronization

/// A time server on loopback, on a thread of its own, as good or bad as a test wants it.
final class LoopbackServer: Sendable {
    struct Behaviour: Sendable {
        /// By how much its clock is ahead of the system's, in seconds; what it says is that.
        var ahead = 0.0
        /// How long a reply may be held up on its way, in seconds, at random.
        var jitter = 0.0
        var stratum: UInt8 = 1
        var leap = LeapIndicator.none
        var kiss: String?
        var isSilent = false
        var answersOthersRequests = false
    }

    let address: SocketAddress
    private let behaviour: Mutex<Behaviour>
    private let count = Atomic(0)
    private let isEnding = Atomic(false)

    init(_ behaviour: Behaviour = Behaviour()) throws {
        self.behaviour = Mutex(behaviour)
        let socket = try UDPSocket(bindingTo: .loopback(.ipv4, port: 0))
        address = socket.localAddress
        let port = ServerSocketBox(socket)
        try WorkerThread.start { [self] in serve(port) }
    }

    var requests: Int { count.load(ordering: .relaxed) }

    func change(_ change: (inout Behaviour) -> Void) {
        behaviour.withLock { change(&$0) }
    }

    func stop() {
        isEnding.store(true, ordering: .relaxed)
    }

    private func serve(_ port: ServerSocketBox) {
        var poller = Poller()
        var batch = DatagramBatch(capacity: 4)
        poller.watch(port.socket.descriptor)
        while !isEnding.load(ordering: .relaxed) {
            let deadline = MonotonicClock.now.advanced(by: 0.1)
            guard (try? poller.wait(until: deadline)) == .ready else { continue }
            while poller.nextReady() != nil {}
            _ = try? batch.receive(from: port.socket)
            let behaviour = behaviour.withLock { $0 }
            batch.answerEach { datagram, bytes, output in
                guard let request = try? NTPPacket(parsing: bytes) else { return }
                count.add(1, ordering: .relaxed)
                guard !behaviour.isSilent else { return }
                reply(to: request, at: datagram.receivedAt, behaviour).serialize(into: &output)
            }
            // Every answer has its timestamps, and is late: an error that half the delay bounds.
            Self.pause(Double.random(in: 0...max(behaviour.jitter, 1e-9)))
            _ = batch.sendReplies(through: port.socket)
        }
    }

    private func reply(to request: NTPPacket, at received: NTPDate, _ behaviour: Behaviour) -> NTPPacket {
        var reply = NTPPacket(version: 4, mode: .server)
        reply.stratum = behaviour.stratum
        reply.leap = behaviour.leap
        reply.precision = -20
        reply.rootDispersion = NTPShort(roundingUp: 1e-4)
        reply.originTimestamp =
            behaviour.answersOthersRequests ? NTPTimestamp(bits: 1) : request.transmitTimestamp
        let now = RealtimeClock.now
        reply.receiveTimestamp = NTPTimestamp(received.advanced(by: behaviour.ahead))
        reply.transmitTimestamp = NTPTimestamp(now.advanced(by: behaviour.ahead))
        reply.referenceTimestamp = reply.transmitTimestamp
        reply.referenceID = ReferenceID("GPS") ?? .unsynchronized
        if let kiss = behaviour.kiss {
            reply.stratum = 0
            reply.leap = .unsynchronized
            reply.referenceID = ReferenceID(kiss) ?? .unsynchronized
        }
        return reply
    }

    private static func pause(_ seconds: Double) {
        let end = MonotonicClock.now.advanced(by: seconds)
        var poller = Poller()
        if seconds > 1e-3 { _ = try? poller.wait(until: end.advanced(by: -1e-3)) }
        while MonotonicClock.now < end {}
    }
}

/// Takes a socket from one thread to another.
private final class ServerSocketBox: Sendable {
    let socket: UDPSocket

    init(_ socket: consuming UDPSocket) {
        self.socket = socket
    }
}
