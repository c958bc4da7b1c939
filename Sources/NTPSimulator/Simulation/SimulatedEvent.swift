// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What happens at a time that was known before. Timers are not among it: they are set anew all the time.
enum SimulatedEvent: Sendable {
    /// A request arrives at a client.
    case request(Datagram, at: Int, from: Endpoint)
    /// A reply arrives at the client that asked.
    case reply(Reply, at: Endpoint)
    /// One of a client's incidents.
    case incident(ClientModel.Incident.Kind, at: Int)
    case wake(Int, error: Double)
    case leap(LeapSecond)

    struct Reply: Sendable {
        var datagram: Datagram
        /// Whether what it says is true; no packet could tell.
        var isHonest = true
    }

    /// One of a client's sources, and the way to and from it.
    struct Endpoint: Sendable {
        var client: Int
        var source: Int
    }
}
