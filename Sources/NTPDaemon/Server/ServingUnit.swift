// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPServer
internal import NTPSystem
internal import Synchronization

/// One responder: the main loop's, or that of a thread of its own.
///
/// All of it is under a lock that is taken once for a batch of requests. It is contended as rarely as the clock is
/// updated or a report asked for.
final class ServingUnit: Sendable {
    private struct State: ~Copyable, Sendable {
        var responder: Responder
        /// Nil while the clock is being stepped: what is asked meanwhile is lost, as on any network.
        var time: ServedTime?
        var stamps = StampCounts()
    }

    private let state: Mutex<State>

    init(_ responder: consuming Responder) {
        state = Mutex(State(responder: responder))
    }

    /// Answers what is waiting at a port, one batch of it.
    func serve(_ port: ServerPort, _ readiness: Readiness) throws(SystemError) {
        if readiness.contains(.error) { noteDepartures(from: port) }
        guard try port.receive() else { return }
        let now = RealtimeClock.now
        state.withLock { state in
            guard let time = state.time else { return }
            port.answer(
                with: &state.responder, correction: time.correction(at: now), counting: &state.stamps)
        }
        port.sendReplies()
    }

    /// Answers one request; nothing when it isn't to be answered.
    func answer(_ request: RawSpan, from client: ClientAddress, receivedAt stamp: NTPDate) -> [UInt8] {
        state.withLock { state in
            guard let time = state.time else { return [] }
            let now = RealtimeClock.now
            let correction = time.correction(at: now)
            return unsafe [UInt8](unsafeUninitializedCapacity: DatagramBatch.bufferSize) { buffer, count in
                let room = UnsafeMutableRawBufferPointer(buffer)
                var output = unsafe OutputRawSpan(buffer: room, initializedCount: 0)
                _ = state.responder.respond(
                    to: request, from: client, receivedAt: stamp.advanced(by: correction),
                    transmitAt: now.advanced(by: correction), into: &output)
                count = unsafe output.finalize(for: room)
            }
        }
    }

    private func noteDepartures(from port: ServerPort) {
        let now = RealtimeClock.now
        state.withLock { state in
            guard let time = state.time else { return }
            port.noteDepartures(
                with: &state.responder, correction: time.correction(at: now), counting: &state.stamps)
        }
    }

    func publish(_ time: ServedTime?) {
        state.withLock { state in
            state.time = time
            if let time { state.responder.monotonic = time.monotonic }
        }
    }

    /// Reads or changes what requests are answered by.
    func withResponder<Result: Sendable>(_ body: (inout Responder) -> Result) -> Result {
        state.withLock { body(&$0.responder) }
    }

    var stamps: StampCounts {
        state.withLock { $0.stamps }
    }

    /// Serves the sockets in a new thread for as long as the program runs.
    func startThread(serving sockets: [ServerSocket]) throws(SystemError) {
        try WorkerThread.start { self.serveForever(sockets.map(ServerPort.init)) }
    }

    private func serveForever(_ ports: [ServerPort]) {
        var poller = Poller()
        for port in ports { poller.watch(port.descriptor) }
        while true {
            // Neither can fail for good: no signal comes here, and a port has no connection that could break.
            _ = try? poller.wait(until: nil)
            while let (descriptor, readiness) = poller.nextReady() {
                guard let port = ports.first(where: { $0.descriptor == descriptor }) else { continue }
                try? serve(port, readiness)
            }
        }
    }
}
