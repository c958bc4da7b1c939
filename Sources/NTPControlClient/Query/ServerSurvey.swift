// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
package import NTPSystem

/// Asks several servers for the time at once, without changing anything, and without any privilege.
package struct ServerSurvey: ~Copyable {
    private let options: QueryOptions
    private var names: [UInt32: String] = [:]
    private var resolver: NameResolver
    private var queries: [ServerQuery] = []
    private var unresolved: [QueryResult] = []
    private var poller = Poller()

    package init(of servers: [String], options: QueryOptions) {
        self.options = options
        resolver = NameResolver(families: options.families)
        for server in servers { names[resolver.resolve(server, port: options.port)] = server }
        takeResolutions()
    }

    /// Asks them all, until every one is done or a signal comes in.
    ///
    /// - Returns: What came of each, in the order of the servers.
    package consuming func run() throws(SystemError) -> [QueryResult] {
        loop: while !names.isEmpty || queries.contains(where: { $0.deadline != nil }) {
            let now = MonotonicClock.now
            for query in queries { query.proceed(now: now) }
            let watched = queries.compactMap(\.descriptor) + [resolver.descriptor].compactMap(\.self)
            for descriptor in watched { poller.watch(descriptor) }
            defer { for descriptor in watched { poller.forget(descriptor) } }
            switch try poller.wait(until: queries.compactMap(\.deadline).min()) {
            case .ready: receive()
            case .timeout: continue
            case .interrupted: if !Signals.take().isDisjoint(with: .ending) { break loop }
            }
        }
        return unresolved + queries.map(\.result)
    }

    private mutating func receive() {
        let now = MonotonicClock.now
        while let (descriptor, _) = poller.nextReady() {
            if descriptor == resolver.descriptor { takeResolutions() }
            queries.first { $0.descriptor == descriptor }?.receive(now: now)
        }
    }

    private mutating func takeResolutions() {
        let start = MonotonicClock.now
        while let resolution = resolver.next() {
            guard let name = names.removeValue(forKey: resolution.request) else { continue }
            switch resolution.result {
            case .success(let addresses):
                let chosen = options.addresses == .all ? addresses[...] : addresses.prefix(1)
                for address in chosen {
                    queries.append(ServerQuery(name: name, address: address, options: options, start: start))
                }
            case .failure(let error):
                var result = QueryResult(name: name, address: nil)
                result.failure = .unresolved(error.reason)
                unresolved.append(result)
            }
        }
    }
}
