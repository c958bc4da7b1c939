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
    package var requests = 0
    package var measurements: [Measurement] = []
    /// What last went wrong; a measurement may have been made nonetheless.
    package var failure: Failure?

    package typealias Failure = QueryFailure

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
    package var offsetError: Double {
        delay.magnitude / 2 + packet.rootDelay.seconds / 2 + packet.rootDispersion.seconds
    }
}
