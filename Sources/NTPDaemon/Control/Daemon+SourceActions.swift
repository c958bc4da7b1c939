// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPSystem

/// Orders about which sources there are, and when they are asked.
extension Daemon {
    mutating func add(_ source: NewSource) throws(ControlStatus) {
        let configuration = try SourceConfiguration(source)
        guard !table.knows(configuration) else { throw .sourceAlreadyKnown }
        guard table.slots.count < SourceTable.capacity else { throw .tooManySources }
        log.info("Source \(configuration.host) added by a command")
        table.add(configuration, origin: .command, now: MonotonicClock.now)
    }

    mutating func deleteSource(_ address: ControlAddress) throws(ControlStatus) {
        for slot in table.slots {
            switch slot {
            case .server(let server) where ControlAddress(server.address) == address:
                log.info("Source \(name(of: server.id)) removed by a command")
                remove(server.id)
                return table.giveUpSlot(of: server.directive)
            case .unresolved(let id, let directive) where .unresolved(id: id) == address:
                log.info("Source \(directive.name) removed by a command")
                return table.giveUpSlot(of: directive.id)
            default:
                continue
            }
        }
        throw .noSuchSource
    }

    mutating func setOnline(_ pattern: AddressPattern) throws(ControlStatus) {
        try setOnline(true, where: pattern)
        // The network may have come up: names that couldn't be resolved may be so now.
        if pattern == .all { table.resolveMissing(now: MonotonicClock.now) }
    }

    mutating func setOffline(_ pattern: AddressPattern) throws(ControlStatus) {
        try setOnline(false, where: pattern)
    }

    private mutating func setOnline(
        _ isOnline: Bool, where pattern: AddressPattern
    ) throws(ControlStatus) {
        let now = MonotonicClock.now
        try forEachSlot(matching: pattern) { daemon, slot in
            switch slot {
            case .server(let server): daemon.setOnline(isOnline, server, now: now)
            case .unresolved(_, let directive): daemon.table.change(directive.id) { $0.isOffline = !isOnline }
            }
        }
    }

    mutating func setOnline(_ isOnline: Bool, _ server: SourceTable.Server, now: MonotonicInstant) {
        table.setOfflineByItself(server.id, false)
        guard synchronizer.report(for: server.id, at: clock.now)?.isOnline != isOnline else { return }
        log.info("Source \(name(of: server.id)) \(isOnline ? "online" : "offline")")
        synchronizer.setOnline(isOnline, server.id, now: now)
    }

    /// Asks those that there is a route to, and no others.
    mutating func setOnlineByRoute(now: MonotonicInstant) {
        for server in table.servers {
            setOnline(hasRoute(to: server), server, now: now)
        }
        table.resolveMissing(now: now)
    }

    mutating func burst(_ burst: BurstRequest) throws(ControlStatus) {
        guard burst.goodSamples > 0, burst.totalSamples >= burst.goodSamples else { throw .invalid }
        let now = MonotonicClock.now
        try forEachSlot(matching: burst.pattern) { daemon, slot in
            guard case .server(let server) = slot else { return }
            daemon.synchronizer.startBurst(
                server.id, goodReplies: Int(burst.goodSamples), requests: Int(burst.totalSamples), now: now)
        }
    }

    private mutating func forEachSlot(
        matching pattern: AddressPattern, _ body: (inout Daemon, SourceTable.Slot) -> Void
    ) throws(ControlStatus) {
        let slots = table.slots.filter { pattern.matches($0.address) }
        guard !slots.isEmpty else { throw .noSuchSource }
        for slot in slots { body(&self, slot) }
    }
}

extension SourceTable {
    /// Each request to a source takes a descriptor, of which a process has 1024 as a rule.
    fileprivate static let capacity = 512
}

extension SourceTable.Slot {
    fileprivate var address: ControlAddress {
        switch self {
        case .server(let server): ControlAddress(server.address)
        case .unresolved(let id, _): .unresolved(id: id)
        }
    }
}
