// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPServer
internal import NTPSystem

extension Daemon {
    /// The time between the first requests to two sources, in seconds: not all at once.
    private static let startSpacing = 0.2

    mutating func resolveNames(now: MonotonicInstant) {
        for directive in table.due(at: now) {
            let source = table.directives[directive]
            let request = resolver.resolve(source.name, port: source.configuration.options.port)
            table.resolving(directive, request: request)
        }
        pendingAccess.ask(&resolver)
        takeResolutions()
        if !isWatchingResolver, let descriptor = resolver.descriptor {
            poller.watch(descriptor)
            isWatchingResolver = true
        }
    }

    mutating func takeResolutions() {
        let now = MonotonicClock.now
        while let resolution = resolver.next() {
            if let rule = pendingAccess.takeRule(of: resolution.request) {
                apply(rule, to: resolution)
                continue
            }
            guard let directive = table.takeDirective(of: resolution.request) else { continue }
            switch resolution.result {
            case .success(let addresses):
                addServers(addresses, for: directive, now: now)
            case .failure(let error):
                let delay = table.retry(directive, now: now)
                log.warning("Can't \(error); trying again in \(Text.fixed(delay, decimals: 0)) s")
            }
        }
    }

    private mutating func apply(_ rule: AccessRule, to resolution: Resolution) {
        switch resolution.result {
        case .success(let addresses):
            responder.access.apply(rule.rules(for: addresses.map { Subnet(ClientAddress($0)) }))
        case .failure(let error):
            log.warning("'\(rule.verdict.rawValue)' has no effect: can't \(error)")
        }
    }

    private mutating func addServers(
        _ addresses: [SocketAddress], for directive: Int, now: MonotonicInstant
    ) {
        let options = table.directives[directive].configuration.options
        let wanted = addresses.filter { options.addressFamily?.allows($0) ?? true }
        for address in table.vacancies(for: directive, in: wanted) {
            let start = now.advanced(by: Double(table.servers.count) * Self.startSpacing)
            let id = synchronizer.add(
                options.association, estimator: options.estimator(client: configuration.client), start: start)
            table.add(id, address: address, directive: directive)
        }
        // A pool's name stands for other addresses later.
        if table.missing(for: directive) > 0 { _ = table.retry(directive, now: now) }
    }
}

extension AddressFamily {
    fileprivate func allows(_ address: SocketAddress) -> Bool {
        address.family == self
    }
}
