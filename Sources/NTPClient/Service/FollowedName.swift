// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// A server as it was named, and what has become of the name.
struct FollowedName {
    /// A server at one of the addresses of the name.
    struct Server {
        let id: SourceID
        let address: SocketAddress
    }

    private enum State {
        case waiting(until: MonotonicInstant)
        case asking(request: UInt32)
        case known
    }

    let name: String
    private(set) var servers: [Server] = []
    private var state: State
    private var retryDelay = 0.0

    /// In seconds. The first is short, because a machine's network often comes up just after its programs.
    private static let firstRetry = 2.0
    private static let longestRetry = 1024.0

    init(_ name: String, now: MonotonicInstant) {
        self.name = name
        state = .waiting(until: now)
    }

    /// When the name is to be asked for; nil when it isn't.
    var deadline: MonotonicInstant? {
        guard case .waiting(let deadline) = state else { return nil }
        return deadline
    }

    mutating func asked(_ request: UInt32) {
        state = .asking(request: request)
    }

    func isAsking(_ request: UInt32) -> Bool {
        guard case .asking(request) = state else { return false }
        return true
    }

    mutating func found(_ servers: [Server]) {
        self.servers = servers
        state = .known
        retryDelay = 0
    }

    /// The name has no address, or nobody there answers any more.
    mutating func retry(now: MonotonicInstant) {
        servers = []
        retryDelay = retryDelay == 0 ? Self.firstRetry : min(Self.longestRetry, retryDelay * 2)
        state = .waiting(until: now.advanced(by: retryDelay))
    }
}
