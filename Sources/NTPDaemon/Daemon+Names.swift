// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPServer
internal import NTPSystem

extension Daemon {
    mutating func resolveNames(now: MonotonicInstant) {
        table.startRefresh(now: now)
        for directive in table.due(at: now) {
            let request = resolver.resolve(directive.name, port: directive.configuration.options.port)
            table.resolving(directive.id, request: request)
        }
        pendingAccess.ask(&resolver, now: now)
        takeResolutions()
        watchResolver()
    }

    /// Waits for an answer only while one is to come.
    private mutating func watchResolver() {
        guard resolver.isBusy != isWatchingResolver, let descriptor = resolver.descriptor else { return }
        isWatchingResolver = resolver.isBusy
        if isWatchingResolver { poller.watch(descriptor) } else { poller.forget(descriptor) }
    }

    mutating func takeResolutions() {
        let now = MonotonicClock.now
        while let resolution = resolver.next() {
            if let rule = pendingAccess.takeRule(of: resolution.request) {
                apply(rule, to: resolution, now: now)
                continue
            }
            guard let directive = table.takeDirective(of: resolution.request) else { continue }
            switch resolution.result {
            case .success(let addresses):
                take(addresses, for: directive, now: now)
            case .failure(let error):
                let delay = table.retry(directive.id, now: now)
                log.warning("Can't \(error); trying again in \(Text.fixed(delay, decimals: 0)) s")
            }
        }
    }

    private mutating func apply(
        _ pending: PendingAccess.Rule, to resolution: Resolution, now: MonotonicInstant
    ) {
        switch resolution.result {
        case .success(let addresses):
            let rules = pending.rules(for: addresses)
            switch pending.service {
            case .ntp: timeServer.apply(rules)
            case .command: control.access.apply(rules)
            }
        case .failure(let error):
            let delay = Text.fixed(pendingAccess.retry(pending, now: now), decimals: 0)
            log.warning("'\(pending.name)' has no effect yet: can't \(error); trying again in \(delay) s")
        }
    }

    private mutating func take(
        _ addresses: [SocketAddress], for directive: SourceDirective, now: MonotonicInstant
    ) {
        let family = directive.configuration.options.addressFamily
        let wanted = addresses.filter { family?.allows($0) ?? true }
        table.noteResolved(directive.id, now: now)
        if directive.isRefreshing {
            for (old, new) in table.replacements(for: directive.id, in: wanted) {
                replace(old, with: new, now: now)
            }
        }
        for (old, new) in table.soughtReplacements(for: directive, in: wanted) {
            replace(old, with: new, now: now)
        }
        for address in table.vacancies(for: directive.id, in: wanted) {
            addServer(address, for: directive, now: now)
        }
        let spares = table.unused(wanted)
        table.change(directive.id) { $0.spares = spares }
        // A pool's name stands for other addresses later.
        if table.missing(for: directive.id) > 0 { _ = table.retry(directive.id, now: now) }
    }
}

extension AddressFamily {
    fileprivate func allows(_ address: SocketAddress) -> Bool {
        address.family == self
    }
}
