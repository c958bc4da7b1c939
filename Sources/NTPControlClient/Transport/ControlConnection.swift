// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPCore
import NTPSystem

/// A socket to one place where a daemon may listen.
struct ControlConnection: ~Copyable {
    /// Why there is no reply.
    enum Failure: Error {
        /// There is nobody, or nobody says anything.
        case absent(ControlError.Failure)
        case unintelligible(ReplyError)
        case interrupted
    }

    let endpoint: ControlEndpoint
    private let socket: DatagramClient
    private var poller = Poller()
    private var generator = SystemRandomNumberGenerator()

    /// No reply is longer.
    private static let longestReply = 1024

    init(_ endpoint: ControlEndpoint) throws(SystemError) {
        self.endpoint = endpoint
        switch endpoint {
        case .unix(let path):
            socket = try DatagramClient(connectingTo: path, from: Self.localPath(beside: path, &generator))
        case .udp(let address):
            socket = try DatagramClient(connectingTo: address)
        }
        poller.watch(socket.descriptor)
    }

    /// Sends a request, again where necessary, and waits for its reply.
    mutating func exchange(_ request: ControlRequest, _ patience: Patience) throws(Failure) -> ControlReply {
        let sequence = generator.next() as UInt32
        let header = RequestHeader(command: request.command, sequence: sequence)
        for (attempt, timeout) in patience.timeouts.enumerated() {
            let datagram = request.datagram(sequence: sequence, attempt: UInt16(attempt))
            do {
                try unsafe socket.send(datagram.span.bytes)
            } catch {
                throw .absent(.system(error))
            }
            let deadline = MonotonicClock.now.advanced(by: timeout)
            while let datagram = try receive(until: deadline) {
                do {
                    return try unsafe ControlReply(parsing: datagram.span.bytes, to: header)
                } catch {
                    guard error.isUnrelated else { throw .unintelligible(error) }
                }
            }
        }
        throw .absent(.silence(patience.total))
    }

    /// The next datagram; nil when none has come in time.
    private mutating func receive(until deadline: MonotonicInstant) throws(Failure) -> [UInt8]? {
        do {
            while true {
                if let datagram = try socket.receive(limit: Self.longestReply) { return datagram }
                switch try poller.wait(until: deadline) {
                case .ready: continue
                case .timeout: return nil
                case .interrupted:
                    if !Signals.take().isDisjoint(with: .ending) { throw Failure.interrupted }
                }
            }
        } catch let error as SystemError {
            throw .absent(.system(error))
        } catch {
            throw .interrupted
        }
    }

    /// A name in the folder of the daemon's socket, which is where a daemon may look for it in a container, too.
    private static func localPath(
        beside path: String, _ generator: inout some RandomNumberGenerator
    ) -> String {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        return folder + "ntpctl." + String(generator.next() as UInt64, radix: 36) + ".sock"
    }
}
