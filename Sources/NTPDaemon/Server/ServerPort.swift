// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPServer
internal import NTPSystem

/// A socket that requests come to.
///
/// A class, because an array can't hold a socket otherwise.
final class ServerSocket: Sendable {
    fileprivate let socket: UDPSocket

    init(_ socket: consuming UDPSocket) {
        self.socket = socket
    }

    var descriptor: Int32 { socket.descriptor }
    var address: SocketAddress { socket.localAddress }
    /// What the system doesn't grant, and the server does without.
    var refusals: [SystemError] { socket.refusals }

    /// Has the sockets that share the port divide requests by sender.
    func divideBySender(among count: Int, key: UInt32) throws(SystemError) {
        try socket.divideBySender(among: count, key: key)
    }
}

/// Such a socket with the memory for a batch of requests, which one thread uses.
final class ServerPort {
    private let socket: ServerSocket
    private var batch = DatagramBatch()
    private var departures = DepartureStamps.unneeded

    init(_ socket: ServerSocket) {
        self.socket = socket
    }

    var descriptor: Int32 { socket.descriptor }

    /// Receives what is waiting, one batch of it.
    ///
    /// - Returns: Whether there is anything to answer.
    func receive() throws(SystemError) -> Bool {
        try batch.receive(from: socket.socket) > 0
    }

    /// Answers what was received.
    ///
    /// - Parameter correction: What is to be added to the system's clock to get the time that is served, in seconds.
    func answer(with responder: inout Responder, correction: Double, counting stamps: inout StampCounts) {
        batch.answerEachStamped { datagram, bytes, output in
            guard !datagram.isTruncated else { return .none }
            let verdict = responder.respond(
                to: bytes, from: ClientAddress(datagram.peer),
                receivedAt: datagram.receivedAt.advanced(by: correction),
                transmitAt: RealtimeClock.now.advanced(by: correction), into: &output)
            if verdict == .respond { stamps.count(datagram.stampedBy) }
            return responder.awaitsDeparture && hasDepartureStamps ? .wanted : .none
        }
    }

    /// Tells the responder when replies left whose clients want to know, by the kernel.
    func noteDepartures(
        with responder: inout Responder, correction: Double, counting stamps: inout StampCounts
    ) {
        guard departures == .stamped else { return }
        // What goes wrong with the error queue concerns no other reply; the clients get the daemon's own stamps.
        try? socket.socket.takeDepartures { reply, date in
            responder.noteDeparture(of: reply, at: date.advanced(by: correction))
            stamps.departures &+= 1
        }
    }

    /// Whether the kernel stamps replies on request; told to do so when the first client asks for it.
    private var hasDepartureStamps: Bool {
        if departures == .unneeded {
            departures = (try? socket.socket.stampOnRequest()) == nil ? .refused : .stamped
        }
        return departures == .stamped
    }

    private enum DepartureStamps {
        case unneeded, stamped, refused
    }

    func sendReplies() {
        // A reply that can't be sent is as good as one that the network lost: the client asks again.
        _ = batch.sendReplies(through: socket.socket)
    }
}

/// How many of the requests that were answered had a timestamp by the kernel, and how many by the daemon.
struct StampCounts: Hashable, Sendable, BitwiseCopyable {
    private(set) var kernel: UInt64 = 0
    private(set) var daemon: UInt64 = 0
    /// How many replies had one by the kernel when they left.
    var departures: UInt64 = 0

    mutating func count(_ stamp: TimestampSource) {
        if stamp == .daemon { daemon &+= 1 } else { kernel &+= 1 }
    }

    static func + (a: Self, b: Self) -> Self {
        var sum = a
        sum.kernel &+= b.kernel
        sum.daemon &+= b.daemon
        sum.departures &+= b.departures
        return sum
    }
}

extension ClientAddress {
    init(_ address: SocketAddress) {
        self.init(high: address.high, low: address.low, port: address.port)
    }
}
