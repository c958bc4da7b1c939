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
        let spacing = Double(table.servers.count) * Self.startSpacing
        let id = synchronizer.add(
            association, estimator: options.estimator(client: configuration.client),
            start: now.advanced(by: spacing))
        table.add(id, address: address, directive: directive.id)
    }

    /// Removes a server, but not the directive that it belongs to.
    mutating func remove(_ id: SourceID) {
        for exchange in exchanges where exchange.source == id { close(exchange) }
        synchronizer.remove(id)
        table.remove(id)
        complaints[id] = nil
    }

    /// Removes a directive with all its servers.
    mutating func remove(_ directive: SourceDirective.ID) {
        for server in table.servers(of: directive) { remove(server.id) }
        table.remove(directive)
    }

    /// Brings the sources into line with the files of the `sourcedir` directives, as they are now.
    ///
    /// Sources that are there before and after go on undisturbed.
    mutating func reloadSourceDirectories(now: MonotonicInstant) {
        guard !configuration.sourceDirectories.isEmpty else { return }
        let parsed = ConfigurationParser.parse(
            sourceDirectories: configuration.sourceDirectories, in: SystemFiles())
        for diagnostic in parsed.diagnostics { log.warning("\(diagnostic)") }
        var wanted = parsed.configuration.sources
        for directive in table.directives where directive.origin == .sourceDirectory {
            if let index = wanted.firstIndex(of: directive.configuration) {
                wanted.remove(at: index)
            } else {
                log.info("Source \(directive.name) removed")
                remove(directive.id)
            }
        }
        for source in wanted {
            log.info("Source \(source.host) added")
            table.add(source, origin: .sourceDirectory, now: now)
        }
    }
}
