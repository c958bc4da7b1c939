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
        let directive: SourceDirective.ID
        /// The address that its latest answer came to.
        var localAddress: SocketAddress?
        /// At how many polls in a row it wasn't of use.
        var badPolls = 0
        /// Whether it is offline because there was no way to it, and not by an order.
        var isOfflineByItself = false
    }

    private(set) var servers: [Server] = []
    private(set) var directives: [SourceDirective] = []
    /// How often names are resolved again, in seconds; 0 for never.
    var refreshInterval: Double
    private var nextID: UInt32 = 1
    private var nextSlot: UInt32 = 1

    init(_ configurations: [SourceConfiguration], refreshInterval: Double = 0, now: MonotonicInstant) {
        self.refreshInterval = refreshInterval
        for configuration in configurations { add(configuration, origin: .configuration, now: now) }
    }

    /// A place for a server, in the order of reports.
    enum Slot {
        case server(Server)
        /// One whose address isn't known yet, by the number that stands for it.
        case unresolved(UInt32, SourceDirective)
    }

    /// All that the directives ask for: each one's servers, then what is missing.
    var slots: [Slot] {
        directives.flatMap { directive in
            let found = servers(of: directive.id).map(Slot.server)
            let missing = (0..<UInt32(missing(for: directive.id))).map { offset in
                Slot.unresolved(directive.firstSlot + UInt32(found.count) + offset, directive)
            }
            return found + missing
        }
    }

    /// When the next name is to be resolved.
    var deadline: MonotonicInstant? {
        let refresh =
            directives.contains(where: \.isRefreshing) ? nil : directives.lazy.compactMap(\.refreshAt).min()
        guard let next = directives.lazy.compactMap(\.resolveAt).min() else { return refresh }
        return refresh.map { min($0, next) } ?? next
    }

    func server(_ id: SourceID) -> Server? {
        servers.first { $0.id == id }
    }

    func servers(of directive: SourceDirective.ID) -> [Server] {
        servers.filter { $0.directive == directive }
    }

    subscript(_ id: SourceDirective.ID) -> SourceDirective? {
        directives.first { $0.id == id }
    }

    /// Whether there is a source with that name or address.
    func knows(_ source: SourceConfiguration) -> Bool {
        let isNamed = directives.contains { $0.configuration.host == source.host }
        guard !isNamed, case .address(let address) = source.host else { return isNamed }
        return servers.contains { $0.address.host == SocketAddress(address, port: 0).host }
    }

    /// How many servers a directive asks for and doesn't have yet.
    func missing(for id: SourceDirective.ID) -> Int {
        guard let directive = self[id] else { return 0 }
        return max(0, directive.wanted - servers.count { $0.directive == id })
    }

    /// Those of the addresses that the directive has room for: none that is in use already.
    func vacancies(for directive: SourceDirective.ID, in addresses: [SocketAddress]) -> [SocketAddress] {
        Array(unused(addresses).prefix(missing(for: directive)))
    }

    /// Servers whose addresses a name doesn't stand for any more, each with one to take its place.
    ///
    /// As long as there is none for it, a server is kept.
    func replacements(
        for directive: SourceDirective.ID, in addresses: [SocketAddress]
    ) -> [(old: Server, new: SocketAddress)] {
        let outdated = servers(of: directive).filter { !addresses.contains($0.address) }
        return zip(outdated, unused(addresses)).map { (old: $0, new: $1) }
    }

    func unused(_ addresses: [SocketAddress]) -> [SocketAddress] {
        var chosen: [SocketAddress] = []
        for address in addresses where !chosen.contains(address) {
            if !servers.contains(where: { $0.address == address }) { chosen.append(address) }
        }
        return chosen
    }
}

extension SourceTable {
    /// Adds a directive, whose name is to be resolved at once.
    @discardableResult
    mutating func add(
        _ configuration: SourceConfiguration, origin: SourceDirective.Origin, now: MonotonicInstant
    ) -> SourceDirective.ID {
        let directive = SourceDirective(
            configuration, id: SourceDirective.ID(rawValue: nextID), origin: origin, firstSlot: nextSlot,
            resolveAt: now)
        nextID += 1
        nextSlot += UInt32(directive.wanted)
        directives.append(directive)
        return directive.id
    }

    mutating func add(_ id: SourceID, address: SocketAddress, directive: SourceDirective.ID) {
        guard let name = self[directive]?.name else { return }
        servers.append(Server(id: id, address: address, name: name, directive: directive))
        change(directive) { $0.retry.reset() }
    }

    /// Removes a directive and its servers.
    mutating func remove(_ id: SourceDirective.ID) {
        servers.removeAll { $0.directive == id }
        directives.removeAll { $0.id == id }
    }

    /// Removes a server; its directive may find another one in its place.
    mutating func remove(_ id: SourceID) {
        servers.removeAll { $0.id == id }
    }

    /// Has a directive stand for one server less; for none, it goes.
    mutating func giveUpSlot(of id: SourceDirective.ID) {
        change(id) { $0.wanted -= 1 }
        if self[id]?.wanted == 0 { remove(id) }
    }

    /// Changes a directive, if it is still there.
    mutating func change(_ id: SourceDirective.ID, _ body: (inout SourceDirective) -> Void) {
        guard let index = directives.firstIndex(where: { $0.id == id }) else { return }
        body(&directives[index])
    }

    mutating func noteLocalAddress(_ address: SocketAddress, of id: SourceID) {
        guard let index = servers.firstIndex(where: { $0.id == id }) else { return }
        servers[index].localAddress = address
    }

    mutating func setOfflineByItself(_ id: SourceID, _ value: Bool = true) {
        guard let index = servers.firstIndex(where: { $0.id == id }) else { return }
        servers[index].isOfflineByItself = value
    }

    /// Takes note of whether a server is of use at one more poll.
    ///
    /// - Returns: At how many polls in a row it hasn't been.
    mutating func note(isBad: Bool, of id: SourceID) -> Int {
        guard let index = servers.firstIndex(where: { $0.id == id }) else { return 0 }
        servers[index].badPolls = isBad ? servers[index].badPolls + 1 : 0
        return servers[index].badPolls
    }
}

extension SourceTable {
    /// The directives whose names are to be resolved now.
    func due(at now: MonotonicInstant) -> [SourceDirective] {
        directives.filter { directive in directive.resolveAt.map { $0 <= now } ?? false }
    }

    /// The directive that asked a question, which is answered now.
    mutating func takeDirective(of request: UInt32) -> SourceDirective? {
        guard let directive = directives.first(where: { $0.request == request }) else { return nil }
        change(directive.id) { $0.request = nil }
        return directive
    }

    /// A name was resolved. Unless something is missing, it is left alone until the next refresh.
    mutating func noteResolved(_ id: SourceDirective.ID, now: MonotonicInstant) {
        let interval = refreshInterval
        change(id) { directive in
            directive.isRefreshing = false
            directive.replaced = []
            directive.refreshAt = directive.isNamed && interval > 0 ? now.advanced(by: interval) : nil
        }
    }

    /// Has the name resolved that it is time for, one at a time.
    mutating func startRefresh(now: MonotonicInstant) {
        guard !directives.contains(where: \.isRefreshing),
            let next = directives.filter({ $0.refreshAt.map { $0 <= now } ?? false })
                .min(by: { ($0.refreshAt ?? now) < ($1.refreshAt ?? now) })
        else { return }
        refresh(next.id, now: now)
    }

    mutating func resolving(_ id: SourceDirective.ID, request: UInt32) {
        change(id) { directive in
            directive.resolveAt = nil
            directive.request = request
        }
    }

    /// Has the names resolved at once of which servers are missing.
    mutating func resolveMissing(now: MonotonicInstant) {
        for directive in directives where missing(for: directive.id) > 0 && directive.request == nil {
            change(directive.id) { directive in
                directive.retry.reset()
                directive.resolveAt = now
            }
        }
    }

    /// Has all names resolved at once, and servers replaced that they don't stand for any more.
    mutating func refresh(now: MonotonicInstant) {
        for directive in directives where directive.isNamed { refresh(directive.id, now: now) }
    }

    private mutating func refresh(_ id: SourceDirective.ID, now: MonotonicInstant) {
        change(id) { directive in
            directive.isRefreshing = true
            directive.refreshAt = nil
            if directive.request == nil { directive.resolveAt = now }
        }
    }

    /// Has the name resolved again, the later the more often this has happened.
    ///
    /// - Returns: In how many seconds.
    mutating func retry(_ id: SourceDirective.ID, now: MonotonicInstant) -> Double {
        var delay = 0.0
        change(id) { directive in
            delay = directive.retry.next()
            directive.resolveAt = now.advanced(by: delay)
        }
        return delay
    }
}
