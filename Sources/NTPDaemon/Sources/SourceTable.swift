// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Which server stands behind each source of the synchronizer, and which names are still to be resolved.
struct SourceTable {
    /// A server that is asked.
    struct Server {
        let id: SourceID
        let address: SocketAddress
        /// As the configuration has it.
        let name: String
        /// The index in `directives`.
        let directive: Int
    }

    /// A `server` or `pool` directive.
    struct Directive {
        let configuration: SourceConfiguration
        var retry = RetryDelay()
        /// When its name is to be resolved; nil while that is under way, and when nothing is missing.
        var resolveAt: MonotonicInstant?
        /// The number of the question that is under way.
        var request: UInt32?

        var name: String { configuration.host.description }
        /// How many servers it stands for.
        var wanted: Int { configuration.kind == .pool ? configuration.options.maximumSources : 1 }
    }

    private(set) var servers: [Server] = []
    private(set) var directives: [Directive] = []

    init(_ configurations: [SourceConfiguration], now: MonotonicInstant) {
        directives = configurations.map { Directive(configuration: $0, resolveAt: now) }
    }

    /// When the next name is to be resolved.
    var deadline: MonotonicInstant? {
        directives.compactMap(\.resolveAt).min()
    }

    func server(_ id: SourceID) -> Server? {
        servers.first { $0.id == id }
    }

    /// How many servers the configuration asks for and doesn't have yet.
    var missing: Int {
        directives.indices.reduce(0) { $0 + missing(for: $1) }
    }

    func missing(for directive: Int) -> Int {
        directives[directive].wanted - servers.count { $0.directive == directive }
    }

    /// The directives whose names are to be resolved now.
    func due(at now: MonotonicInstant) -> [Int] {
        directives.indices.filter { directives[$0].resolveAt.map { $0 <= now } ?? false }
    }

    mutating func resolving(_ directive: Int, request: UInt32) {
        directives[directive].resolveAt = nil
        directives[directive].request = request
    }

    /// The directive that asked a question, which is answered now.
    mutating func takeDirective(of request: UInt32) -> Int? {
        guard let directive = directives.firstIndex(where: { $0.request == request }) else { return nil }
        directives[directive].request = nil
        return directive
    }

    /// Those of the addresses that the directive has room for: none that is in use already.
    func vacancies(for directive: Int, in addresses: [SocketAddress]) -> [SocketAddress] {
        var chosen: [SocketAddress] = []
        for address in addresses where chosen.count < missing(for: directive) {
            let isInUse = servers.contains { $0.address == address } || chosen.contains(address)
            if !isInUse { chosen.append(address) }
        }
        return chosen
    }

    mutating func add(_ id: SourceID, address: SocketAddress, directive: Int) {
        servers.append(
            Server(id: id, address: address, name: directives[directive].name, directive: directive))
        directives[directive].retry.reset()
    }

    /// Has the name resolved again, the later the more often this has happened.
    ///
    /// - Returns: In how many seconds.
    mutating func retry(_ directive: Int, now: MonotonicInstant) -> Double {
        let delay = directives[directive].retry.next()
        directives[directive].resolveAt = now.advanced(by: delay)
        return delay
    }
}
