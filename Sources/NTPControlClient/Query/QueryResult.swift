// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPCore
package import NTPSystem

/// What came of asking one server.
package struct QueryResult: Sendable {
    /// As the user named it.
    package let name: String
    /// Nil when the name has none.
    package let address: SocketAddress?
    /// How many requests were sent.
    package internal(set) var requests = 0
    package internal(set) var measurements: [Measurement] = []
    /// What last went wrong; a measurement may have been made nonetheless.
    package internal(set) var failure: Failure?

    package enum Failure: Hashable, Sendable {
        case unresolved(String)
        case system(SystemError)
        /// The server refuses.
        case kiss(KissCode)
        /// An answer that says of itself that it is of no use.
        case rejected(PacketTests)
        case silence
    }

    package init(name: String, address: SocketAddress?) {
        self.name = name
        self.address = address
    }

    /// The measurement that is least disturbed: that of the shortest delay.
    package var best: Measurement? {
        measurements.min { $0.delay < $1.delay }
    }

    /// How much the offsets differ from the best one: root mean square, in seconds; nil with fewer than two.
    package var jitter: Double? {
        guard let best, measurements.count > 1 else { return nil }
        let squares = measurements.map { ($0.offset - best.offset) * ($0.offset - best.offset) }
        return (squares.reduce(0, +) / Double(measurements.count - 1)).squareRoot()
    }
}

extension Measurement {
    /// The bound on the error of the offset, in seconds: the root distance of the server, seen from here.
    var offsetError: Double {
        delay.magnitude / 2 + packet.rootDelay.seconds / 2 + packet.rootDispersion.seconds
    }
}

extension QueryResult.Failure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unresolved(let reason): "its name can't be resolved: \(reason)"
        case .system(let error): error.reason
        case .kiss(.rate): "says that it is asked too often (RATE)"
        case .kiss(.deny): "refuses to serve this client (DENY)"
        case .kiss(.restrict): "refuses to serve this client (RSTR)"
        case .kiss(.other(let id)): "refuses with the code \(id.label)"
        case .rejected(let tests) where !tests.contains(.synchronized): "is itself not synchronised"
        case .rejected(let tests) where !tests.contains(.rootDistance): "has a root distance beyond 16 s"
        case .rejected(let tests) where !tests.contains(.delay):
            "takes too long, or its timestamps make no sense"
        case .rejected: "sends what can't be used"
        case .silence: "does not answer"
        }
    }
}
