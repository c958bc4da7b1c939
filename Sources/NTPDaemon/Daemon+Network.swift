// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// What comes of interfaces, addresses and routes that come and go.
extension Daemon {
    /// News come in flocks, and a route a little behind its interface, in seconds.
    private static let settlingTime = 1.0

    mutating func noteNetworkChange(now: MonotonicInstant) {
        do {
            guard try network?.takeChange() == true, networkDeadline == nil else { return }
            networkDeadline = now.advanced(by: Self.settlingTime)
        } catch {
            log.debug("\(error)")
            if let descriptor = network?.descriptor { poller.forget(descriptor) }
            network = nil
        }
    }

    /// Asks at once whom it couldn't reach before, and gives up on whom it can't reach any more where the
    /// configuration says so (`auto_offline`).
    mutating func adaptToNetwork(now: MonotonicInstant) {
        networkDeadline = nil
        hardwareStamps?.renewSpeeds()
        table.resolveMissing(now: now)
        for server in table.servers {
            guard let report = synchronizer.report(for: server.id, at: clock.now) else { continue }
            let goesOffline = table[server.directive]?.configuration.options.goesOffline == true
            let wasUnreachable = complaints[server.id] != nil
            switch (report.isOnline, hasRoute(to: server)) {
            case (true, false) where goesOffline: goOffline(server, now: now)
            case (false, true) where server.isOfflineByItself: setOnline(true, server, now: now)
            case (true, true) where wasUnreachable:
                complaints[server.id] = nil
                log.info("There is a way to \(name(of: server.id)) again")
                synchronizer.setOnline(false, server.id, now: now)
                synchronizer.setOnline(true, server.id, now: now)
            default: break
            }
        }
    }

    /// Stops asking a server that can't be reached, until it can.
    mutating func goOffline(_ server: SourceTable.Server, now: MonotonicInstant) {
        setOnline(false, server, now: now)
        table.setOfflineByItself(server.id)
    }

    /// Whether requests could be sent, as far as this machine can tell.
    func hasRoute(to server: SourceTable.Server) -> Bool {
        let socket = try? UDPSocket(
            connectingTo: server.address, from: localAddress(for: server.address), options: clientOptions)
        return socket != nil
    }
}
