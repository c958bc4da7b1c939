// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Sources that come and go while the daemon runs.
extension Daemon {
    /// The time between the first requests to two sources, in seconds: not all at once.
    private static let startSpacing = 0.2

    mutating func addServer(_ address: SocketAddress, for directive: SourceDirective, now: MonotonicInstant) {
        let options = directive.configuration.options
        var association = options.association
        association.referenceID = ReferenceID(of: address)
        association.offline = directive.isOffline
        // Who measures once doesn't want to wait for the second poll.
        if task != .follow { association.initialBurst = true }
        if directive.configuration.kind == .peer { association.becomeSymmetric() }
        let spacing = Double(table.servers.count) * Self.startSpacing
        let id = synchronizer.add(
            association, estimator: options.estimator(client: configuration.client),
            start: now.advanced(by: spacing))
        table.add(id, address: address, directive: directive.id)
        restoreSamples(of: id)
        warnOfKey(of: id)
    }

    /// Removes a server, but not the directive that it belongs to.
    mutating func remove(_ id: SourceID) {
        for exchange in exchanges where exchange.source == id { close(exchange) }
        synchronizer.remove(id, now: MonotonicClock.now)
        table.remove(id)
        complaints[id] = nil
    }

    /// Removes a directive with all its servers.
    mutating func remove(_ directive: SourceDirective.ID) {
        for server in table.servers(of: directive) { remove(server.id) }
        table.remove(directive)
    }

    /// Reads the files of the `sourcedir` directives again, and adds and removes what has changed in them.
    ///
    /// Other sources go on undisturbed; what a command has removed stays so while its line is as it was.
    mutating func reloadSourceDirectories(now: MonotonicInstant) {
        guard !configuration.sourceDirectories.isEmpty else { return }
        let parsed = ConfigurationParser.parse(
            sourceDirectories: configuration.sourceDirectories, in: SystemFiles())
        for diagnostic in parsed.diagnostics { log.warning("\(diagnostic)") }
        replaceSources(
            directorySources, with: parsed.configuration.sources, origin: .sourceDirectory, now: now)
        directorySources = parsed.configuration.sources
    }

    /// Removes the sources that aren't among the new ones, and adds those that weren't among the old ones.
    mutating func replaceSources(
        _ old: [SourceConfiguration], with new: [SourceConfiguration], origin: SourceDirective.Origin,
        now: MonotonicInstant
    ) {
        for source in old.without(new) {
            let directive = table.directives.first { $0.origin == origin && $0.configuration == source }
            guard let directive else { continue }
            log.info("Source \(source.host) removed")
            remove(directive.id)
        }
        for source in new.without(old) {
            guard !table.knows(source) else {
                log.warning("Source \(source.host) isn't added: it is there already")
                continue
            }
            log.info("Source \(source.host) added")
            table.add(source, origin: origin, now: now)
        }
    }
}

extension [SourceConfiguration] {
    /// Those that others aren't the same as; each of the others counts once.
    fileprivate func without(_ others: Self) -> Self {
        var others = others
        return filter { source in
            guard let index = others.firstIndex(of: source) else { return true }
            others.remove(at: index)
            return false
        }
    }
}
