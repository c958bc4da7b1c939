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
    /// Nil where no network card stamps what comes and goes here.
    fileprivate let converter: StampConverter?

    init(_ socket: consuming UDPSocket, stampedBy converter: StampConverter? = nil) {
        self.converter = socket.hasHardwareStamps ? converter : nil
        self.socket = socket
    }

    var descriptor: Int32 { socket.descriptor }
    var address: SocketAddress { socket.localAddress }
    /// What the system doesn't grant, and the server does without.
    var refusals: [SystemError] { socket.refusals }

    /// Sends what nobody has asked for.
    func send(_ datagram: RawSpan, to address: SocketAddress) throws(SystemError) {
        try socket.send(datagram, to: address)
    }

    /// Has the sockets that share the port divide requests by sender.
    func divideBySender(among count: Int, key: UInt32) throws(SystemError) {
        try socket.divideBySender(among: count, key: key)
    }
}

/// Such a socket with the memory for a batch of requests, which one thread uses.
final class ServerPort {
    private let socket: ServerSocket
    private var batch = DatagramBatch()
    private var departures: DepartureStamps

    init(_ socket: ServerSocket) {
        self.socket = socket
        departures = socket.converter == nil ? .unneeded : .stamped
    }

    var descriptor: Int32 { socket.descriptor }

    /// Receives what is waiting, one batch of it.
    ///
    /// - Returns: Whether there is anything to answer.
    func receive() throws(SystemError) -> Bool {
        guard try batch.receive(from: socket.socket) > 0 else { return false }
        if let converter = socket.converter {
            batch.restamp { try? converter.date(ofReceived: $0, near: $1) }
        }
        return true
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
            guard responder.awaitsDeparture, hasDepartureStamps else { return .none }
            return socket.converter == nil ? .kernel : .hardware
        }
    }

    /// Tells the responder when replies left whose clients want to know, by the kernel, and then by the card.
    func noteDepartures(
        with responder: inout Responder, correction: Double, counting stamps: inout StampCounts
    ) {
        guard departures == .stamped else { return }
        // What goes wrong with the error queue concerns no other reply; the clients get the daemon's own stamps.
        try? socket.socket.takeDepartures { reply, stamp in
            guard let date = date(of: stamp) else { return }
            responder.noteDeparture(of: reply, at: date.advanced(by: correction))
            stamps.countDeparture(stamp)
        }
    }

    private func date(of stamp: TransmitTimestamp) -> NTPDate? {
        guard stamp.isByHardware else { return stamp.time }
        // It comes as soon as the packet has left, so that now isn't long after.
        let received = HardwareStamp(time: stamp.time, interface: stamp.interface)
        return try? socket.converter?.date(ofDeparture: received, seen: RealtimeClock.now)
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

/// How many of the requests that were answered had a timestamp by a network card, by the kernel and by the daemon.
struct StampCounts: Hashable, Sendable, BitwiseCopyable {
    private(set) var kernel: UInt64 = 0
    private(set) var daemon: UInt64 = 0
    private(set) var hardware: UInt64 = 0
    /// How many replies had one by the kernel when they left, and how many of those one by a network card as well.
    private(set) var departures: UInt64 = 0
    private(set) var hardwareDepartures: UInt64 = 0

    mutating func count(_ stamp: TimestampSource) {
        switch stamp {
        case .daemon: daemon &+= 1
        case .kernel: kernel &+= 1
        case .hardware: hardware &+= 1
        }
    }

    mutating func countDeparture(_ stamp: TransmitTimestamp) {
        if stamp.isByHardware { hardwareDepartures &+= 1 } else { departures &+= 1 }
    }

    static func + (a: Self, b: Self) -> Self {
        var sum = a
        sum.kernel &+= b.kernel
        sum.daemon &+= b.daemon
        sum.hardware &+= b.hardware
        sum.departures &+= b.departures
        sum.hardwareDepartures &+= b.hardwareDepartures
        return sum
    }
}

extension ClientAddress {
    init(_ address: SocketAddress) {
        self.init(high: address.high, low: address.low, port: address.port)
    }
}
