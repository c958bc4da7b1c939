// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc
internal import NTPCore
internal import NTPServer
internal import NTPSystem

/// All that answers requests: the main loop, or threads that do nothing else (`serverthreads`).
///
/// Threads divide the port's requests by sender, so that a client is limited and remembered by one of them.
struct TimeServer {
    private let units: [ServingUnit]
    private let hasThreads: Bool
    /// A group for each unit.
    private var sockets: [[ServerSocket]] = []
    /// Those that the main loop has to serve.
    private var ports: [ServerPort] = []

    init(
        _ configuration: ServerConfiguration, state: ServerState,
        using generator: inout some RandomNumberGenerator
    ) {
        hasThreads = configuration.threads > 0
        let count = max(1, configuration.threads)
        let access = AccessList(configuration.access.compactMap(\.rules).joined())
        var units: [ServingUnit] = []
        for _ in 0..<count {
            var responder = Responder(
                access: access, state: state,
                clients: configuration.clientTable(sharedBy: count, using: &generator),
                rateLimit: configuration.rateLimit.map { RateLimit($0) }, seed: generator.next())
            responder.departures = configuration.departureTable(sharedBy: count)
            units.append(ServingUnit(responder))
        }
        self.units = units
    }

    var isOpen: Bool { !sockets.isEmpty }

    /// What is served on; one address for each family.
    var addresses: [SocketAddress] { sockets.first?.map(\.address) ?? [] }

    /// What the main loop has to serve.
    var descriptors: [Int32] { ports.map(\.descriptor) }

    /// Takes the sockets, a group for each thread, and starts the threads. Not before the privileges are gone.
    mutating func open(_ groups: [[ServerSocket]]) throws(SystemError) {
        sockets = groups
        guard hasThreads else {
            ports = groups.joined().map(ServerPort.init)
            return
        }
        for (unit, group) in zip(units, groups) { try unit.startThread(serving: group) }
    }

    /// Answers what is waiting at a port of the main loop, one batch of it.
    ///
    /// - Returns: Whether the descriptor is such a port's.
    func serve(_ descriptor: Int32, _ readiness: Readiness) throws(SystemError) -> Bool {
        guard let port = ports.first(where: { $0.descriptor == descriptor }) else {
            return false
        }
        try units[0].serve(port, readiness)
        return true
    }

    /// Answers a request that has come to a socket of another kind; nothing when it isn't to be answered.
    func answer(_ request: RawSpan, _ datagram: ReceivedDatagram) -> [UInt8] {
        units[0].answer(request, from: ClientAddress(datagram.peer), receivedAt: datagram.receivedAt)
    }

    /// Sends what nobody has asked for, from the server's port.
    func send(_ datagram: RawSpan, to address: SocketAddress) throws(SystemError) {
        guard let socket = sockets.first?.first(where: { $0.address.family == address.family }) else {
            throw SystemError(code: EAFNOSUPPORT, operation: "send", object: "to \(address)")
        }
        try socket.send(datagram, to: address)
    }

    /// Changes what all requests are answered by.
    func forEachResponder(_ body: (inout Responder) -> Void) {
        for unit in units { unit.withResponder(body) }
    }

    /// - Parameter time: Nil while the clock is being stepped.
    func publish(_ time: ServedTime?) {
        for unit in units { unit.publish(time) }
    }

    func apply(_ rules: [AccessList.Rule]) {
        // Compiled once, and shared.
        var access = units[0].withResponder { $0.access }
        access.apply(rules)
        replaceAccess(access)
    }

    func replaceAccess(_ access: AccessList) {
        forEachResponder { $0.access = access }
    }

    func allows(_ address: ClientAddress) -> Bool {
        units[0].withResponder { $0.access.allows(address) }
    }
}

/// What the responders have done, as if they were one.
extension TimeServer {
    var counters: ServerCounters {
        units.reduce(ServerCounters()) { $0 + $1.withResponder { $0.counters } }
    }

    /// How many replies can be told about in interleaved mode, and over how many seconds they left.
    var departures: (count: Int, span: Double) {
        let tables = units.map { $0.withResponder { ($0.departures?.count ?? 0, $0.departures?.span ?? 0) } }
        return (tables.reduce(0) { $0 + $1.0 }, tables.reduce(0) { max($0, $1.1) })
    }

    var stamps: StampCounts {
        units.reduce(StampCounts()) { $0 + $1.stamps }
    }

    /// How many clients there is room for; nil when none is remembered.
    var clientCapacity: Int? {
        units[0].withResponder { $0.clients?.capacity }.map { $0 * units.count }
    }

    var forgottenClients: UInt64 {
        units.reduce(0) { $0 &+ $1.withResponder { $0.clients?.forgotten ?? 0 } }
    }

    /// The client in one of `clientCapacity` places; nil for a free one.
    func client(at place: Int) -> ClientTable.Entry? {
        locate(place) { $0.clients?[$1] } ?? nil
    }

    func client(_ address: ClientAddress) -> ClientTable.Entry? {
        units.lazy.compactMap { $0.withResponder { $0.clients?[address] } }.first
    }

    func resetCounters(at place: Int) {
        // In place: a copy of the table would be one of all its memory.
        _ = locate(place) { $0.clients?.resetCounters(at: $1) }
    }

    private func locate<Result: Sendable>(_ place: Int, _ body: (inout Responder, Int) -> Result) -> Result? {
        guard let capacity = clientCapacity.map({ $0 / units.count }) else { return nil }
        return units[place / capacity].withResponder { body(&$0, place % capacity) }
    }
}
