// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl
import NTPSystem

/// A client of a daemon: finds it at the first request, and stays with it.
package struct ControlClient: ~Copyable, ControlLink {
    private let patience: Patience
    /// Where else the daemon may be, the next place first.
    private var candidates: [ControlEndpoint]
    /// The places where it isn't.
    private var attempts: [ControlError.Attempt] = []
    private var connection: ControlConnection?

    package init(_ endpoints: [ControlEndpoint], patience: Patience = .standard) {
        candidates = endpoints
        self.patience = patience
    }

    /// The place that answers, or is tried at the moment; nil before the first request.
    package var endpoint: ControlEndpoint? {
        switch connection {
        case .some(let connection): connection.endpoint
        case .none: nil
        }
    }

    package mutating func reply(to request: ControlRequest) throws(ControlError) -> ControlReply {
        while true {
            let endpoint = try connect()
            do {
                if let reply = try connection?.exchange(request, patience) {
                    // From now on, silence is this daemon's.
                    candidates = []
                    return reply
                }
            } catch {
                switch error {
                case .absent(let failure): attempts.append(ControlError.Attempt(endpoint, failure))
                case .unintelligible(let error): throw .unintelligible(error, endpoint: endpoint)
                case .interrupted: throw .interrupted
                }
            }
            connection = nil
        }
    }

    package func unexpected(_ status: ControlStatus, to request: ControlRequest) -> ControlError {
        guard let endpoint else { return .unreachable(attempts) }
        return .refused(status, request: request, endpoint: endpoint, passedOver: attempts)
    }

    /// Opens a socket to the next place where that is possible, unless there is one.
    private mutating func connect() throws(ControlError) -> ControlEndpoint {
        if let endpoint { return endpoint }
        while !candidates.isEmpty {
            let endpoint = candidates.removeFirst()
            do {
                connection = try ControlConnection(endpoint)
                return endpoint
            } catch {
                attempts.append(ControlError.Attempt(endpoint, .system(error)))
            }
        }
        throw .unreachable(attempts)
    }
}
