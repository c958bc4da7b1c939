// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPServer
internal import NTPSystem
internal import Synchronization

/// One responder with its ports: the main loop's, or that of a thread of its own.
///
/// Its ports are used by one thread, but for their counts; these, and all that others change or read, are under a lock
/// that is taken once for a batch of requests. It is contended as rarely as the clock is updated or a report asked for.
final class ServingUnit: @unchecked Sendable {
    private struct State: ~Copyable {
        var responder: Responder
        /// Nil while the clock is being stepped: what is asked meanwhile is lost, as on any network.
        var time: ServedTime?
    }

    private let state: Mutex<State>
    /// Set before there is a thread, and never again.
    private(set) var ports: [ServerPort] = []

    init(_ responder: consuming sending Responder) {
        state = Mutex(State(responder: responder))
    }

    func take(_ ports: [ServerPort]) {
        self.ports = ports
    }

    /// Answers what is waiting at a port, one batch of it.
    func serve(_ port: ServerPort) throws(SystemError) {
        guard try port.receive() else { return }
        let now = RealtimeClock.now
        state.withLock { state in
            guard let time = state.time else { return }
            port.answer(with: &state.responder, correction: time.correction(at: now))
        }
        port.sendReplies()
    }

    func publish(_ time: ServedTime?) {
        state.withLock { $0.time = time }
    }

    /// Reads or changes what requests are answered by.
    func withResponder<Result: Sendable>(_ body: (inout Responder) -> Result) -> Result {
        state.withLock { body(&$0.responder) }
    }

    /// How many of the requests that were answered had a timestamp by the kernel, and how many by the daemon.
    var stamps: (kernel: UInt64, daemon: UInt64) {
        state.withLock { _ in
            (ports.reduce(0) { $0 &+ $1.kernelStamps }, ports.reduce(0) { $0 &+ $1.daemonStamps })
        }
    }

    /// Serves in a new thread for as long as the program runs.
    func startThread() throws(SystemError) {
        try WorkerThread.start { self.serveForever() }
    }

    private func serveForever() {
        var poller = Poller()
        for port in ports { poller.watch(port.descriptor) }
        while true {
            // Neither can fail for good: no signal comes here, and a port has no connection that could break.
            _ = try? poller.wait(until: nil)
            while let (descriptor, _) = poller.nextReady() {
                guard let port = ports.first(where: { $0.descriptor == descriptor }) else { continue }
                try? serve(port)
            }
        }
    }
}
