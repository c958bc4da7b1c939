// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
package import NTPSystem

/// Asks several servers for the time at once, without changing anything, and without any privilege.
package struct ServerSurvey: ~Copyable {
    private let options: QueryOptions
    private let servers: [String]
    /// The places in `servers` of the names that are being looked up, by the resolver's numbers.
    private var pending: [UInt32: Int] = [:]
    private var resolver: NameResolver
    private var queries: [(place: Int, query: ServerQuery)] = []
    private var unresolved: [(place: Int, result: QueryResult)] = []
    private var poller = Poller()

    package init(of servers: [String], options: QueryOptions) {
        self.options = options
        self.servers = servers
        resolver = NameResolver(families: options.families)
        for (place, server) in servers.enumerated() {
            pending[resolver.resolve(server, port: options.port)] = place
        }
        takeResolutions()
    }

    /// Asks them all, until every one is done or there is no need any more.
    ///
    /// - Parameters:
    ///   - alarm: A descriptor that becomes readable when `isOver` is to be asked; a signal does the same.
    ///   - isOver: Whether to end at once, with what there is.
    /// - Returns: What came of each, in the order of the servers.
    package consuming func run(
        alarm: Int32? = nil, isOver: () -> Bool = { false }
    ) throws(SystemError) -> [QueryResult] {
        if let alarm { poller.watch(alarm) }
        while !isOver() {
            let now = MonotonicClock.now
            for (_, query) in queries { query.proceed(now: now) }
            // Only now: the latest of the deadlines may have been the last.
            guard !pending.isEmpty || queries.contains(where: { $0.query.deadline != nil }) else { break }
            let watched = queries.compactMap(\.query.descriptor) + [resolver.descriptor].compactMap(\.self)
            for descriptor in watched { poller.watch(descriptor) }
            defer { for descriptor in watched { poller.forget(descriptor) } }
            switch try poller.wait(until: queries.compactMap(\.query.deadline).min()) {
            case .ready: receive()
            case .timeout, .interrupted: continue
            }
        }
        let results = unresolved + queries.map { ($0.place, $0.query.result) }
        return servers.indices.flatMap { place in results.filter { $0.place == place }.map(\.result) }
    }

    private mutating func receive() {
        let now = MonotonicClock.now
        while let (descriptor, _) = poller.nextReady() {
            if descriptor == resolver.descriptor {
                resolver.receive()
                takeResolutions()
            }
            queries.first { $0.query.descriptor == descriptor }?.query.receive(now: now)
        }
    }

    private mutating func takeResolutions() {
        let start = MonotonicClock.now
        while let resolution = resolver.next() {
            guard let place = pending.removeValue(forKey: resolution.request) else { continue }
            let name = servers[place]
            switch resolution.result {
            case .success(let addresses):
                let chosen = options.addresses == .all ? addresses[...] : addresses.prefix(1)
                for address in chosen {
                    let query = ServerQuery(name: name, address: address, options: options, start: start)
                    queries.append((place, query))
                }
            case .failure(let error):
                var result = QueryResult(name: name, address: nil)
                result.failure = .unresolved(error.reason)
                unresolved.append((place, result))
            }
        }
    }
}
