// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPCore
package import NTPSystem

/// One server while it is being asked.
///
/// A class, because an array can't hold a socket otherwise.
package final class ServerQuery {
    package private(set) var result: QueryResult
    private let address: SocketAddress
    private let options: QueryOptions
    private var association: Association
    /// Of the latest request: each has one of its own, and so a new random port.
    private var socket: UDPSocket?
    private var state: State
    private var replies = DatagramBatch(capacity: 4)
    private var generator = SystemRandomNumberGenerator()

    private enum State {
        case waiting(nextRequest: MonotonicInstant)
        case awaitingReply(deadline: MonotonicInstant, nextRequest: MonotonicInstant)
        case finished
    }

    package init(name: String, address: SocketAddress, options: QueryOptions, start: MonotonicInstant) {
        self.address = address
        self.options = options
        result = QueryResult(name: name, address: address)
        var associationOptions = AssociationOptions()
        associationOptions.maximumDelay = options.timeout
        association = Association(options: associationOptions, start: start)
        state = .waiting(nextRequest: start)
    }

    /// The next moment when something is to be done; nil when all is.
    package var deadline: MonotonicInstant? {
        switch state {
        case .waiting(let nextRequest): nextRequest
        case .awaitingReply(let deadline, _): deadline
        case .finished: nil
        }
    }

    /// What to wait for, besides the deadline.
    var descriptor: Int32? {
        switch socket {
        case .some(let socket): socket.descriptor
        case .none: nil
        }
    }

    /// Does what is due.
    package func proceed(now: MonotonicInstant) {
        guard let deadline, deadline <= now else { return }
        switch state {
        case .waiting: sendRequest(now: now)
        case .awaitingReply(_, let nextRequest): finishRequest(.silence, nextRequest: nextRequest)
        case .finished: break
        }
    }

    /// Takes what has come.
    package func receive(now: MonotonicInstant) {
        guard case .awaitingReply(_, let nextRequest) = state else { return }
        do {
            try readSocket()
            handleReplies(nextRequest: nextRequest, now: now)
        } catch {
            finishRequest(.system(error), nextRequest: nextRequest)
        }
    }

    /// First the stamp of the request, with which the reply makes a better measurement.
    private func readSocket() throws(SystemError) {
        switch socket {
        case .some(let socket):
            if let stamp = try socket.takeTransmitTimestamp() {
                association.requestSent(at: stamp.time, by: .kernel)
            }
            try replies.receive(from: socket)
        case .none: break
        }
    }

    private func sendRequest(now: MonotonicInstant) {
        let nextRequest = now.advanced(by: options.interval)
        result.requests += 1
        do {
            let socket = try UDPSocket(connectingTo: address)
            var storage = [UInt8](repeating: 0, count: NTPPacket.byteCount)
            unsafe storage.withUnsafeMutableBytes { buffer in
                var output = unsafe OutputRawSpan(buffer: buffer, initializedCount: 0)
                association.writeRequest(into: &output, at: now, using: &generator)
                _ = unsafe output.finalize(for: buffer)
            }
            association.requestSent(at: RealtimeClock.now, by: .daemon)
            try unsafe socket.send(storage.span.bytes)
            self.socket = consume socket
            state = .awaitingReply(deadline: now.advanced(by: options.timeout), nextRequest: nextRequest)
        } catch {
            finishRequest(.system(error), nextRequest: nextRequest)
        }
    }

    private func handleReplies(nextRequest: MonotonicInstant, now: MonotonicInstant) {
        var outcomes: [Association.Outcome] = []
        replies.forEach { datagram, bytes in
            guard !datagram.isTruncated else { return }
            outcomes.append(
                association.handle(
                    datagram: bytes, receivedAt: datagram.receivedAt, by: datagram.stampedBy, now: now))
        }
        for outcome in outcomes {
            switch outcome {
            // The latter are of a mode that isn't asked for here.
            case .ignored, .confirmed: continue
            case .measured(let measurement):
                result.measurements.append(measurement)
                finishRequest(nil, nextRequest: nextRequest)
            case .rejected(let tests, _): finishRequest(.rejected(tests), nextRequest: nextRequest)
            case .kiss(let code): finishRequest(.kiss(code), nextRequest: nextRequest)
            }
        }
    }

    private func finishRequest(_ failure: QueryResult.Failure?, nextRequest: MonotonicInstant) {
        socket = nil
        if let failure { result.failure = failure }
        // Who refuses isn't asked again.
        let isRefused = if case .kiss = failure { true } else { false }
        let isOver = isRefused || result.requests >= options.samples
        state = isOver ? .finished : .waiting(nextRequest: nextRequest)
    }
}
