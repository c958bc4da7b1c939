// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Names, and what is sent to the servers behind them.
extension Follower {
    /// At most so many addresses of one name.
    private static var addressLimit: Int { 4 }
    /// The time between the first requests to two servers, in seconds: not all at once.
    private static var startSpacing: Double { 0.05 }
    /// After so many requests without an answer, the server's name is asked for once more.
    private static var silenceLimit: Int { 8 }

    mutating func takeResolutions() {
        let now = MonotonicClock.now
        while let resolution = resolver.next() {
            guard let index = names.firstIndex(where: { $0.isAsking(resolution.request) }) else { continue }
            switch resolution.result {
            case .success(let addresses): follow(addresses, for: index, now: now)
            case .failure(let error):
                problem = "can't \(error)"
                names[index].retry(now: now)
            }
        }
        guard !isWatchingResolver, let descriptor = resolver.descriptor else { return }
        poller.watch(descriptor)
        isWatchingResolver = true
    }

    private mutating func follow(_ addresses: [SocketAddress], for index: Int, now: MonotonicInstant) {
        let known = Set(names.flatMap(\.servers).map(\.address))
        let limit = options.addresses == .all ? Self.addressLimit : 1
        let chosen = addresses.filter { !known.contains($0) }.prefix(limit)
        guard !chosen.isEmpty else {
            problem = "\(names[index].name) is a server that is followed already"
            return names[index].retry(now: now)
        }
        var servers: [FollowedName.Server] = []
        for address in chosen {
            let start = now.advanced(by: Double(known.count + servers.count) * Self.startSpacing)
            let id = synchronizer.add(options.association, start: start)
            servers.append(FollowedName.Server(id: id, address: address))
        }
        names[index].found(servers)
    }

    /// Names whose servers all have fallen silent may have moved.
    mutating func dropTheSilent(now: MonotonicInstant) {
        let date = clock.now
        for index in names.indices where !names[index].servers.isEmpty {
            let isSilent = names[index].servers.allSatisfy { server in
                let report = synchronizer.report(for: server.id, at: date)
                return report.map { !$0.reach.isReachable && $0.unanswered >= Self.silenceLimit } ?? true
            }
            guard isSilent else { continue }
            problem = "\(names[index].name) doesn't answer"
            for server in names[index].servers {
                for exchange in exchanges where exchange.source == server.id { close(exchange) }
                synchronizer.remove(server.id, now: now)
            }
            names[index].retry(now: now)
        }
    }

    mutating func sendRequest(to id: SourceID, now: MonotonicInstant) {
        guard let server = names.lazy.flatMap(\.servers).first(where: { $0.id == id }) else { return }
        for exchange in exchanges where exchange.source == id { close(exchange) }
        // Written even if it can't be sent: a poll is over with it, and the next one comes at its time.
        let request = makeRequest(to: id, now: now)
        do {
            let exchange = try Exchange(source: id, server: server.address, now: now)
            let before = RawClock.now
            try unsafe exchange.socket.send(request.span.bytes)
            // Between the readings around the call, until the kernel says it more exactly.
            let sent = clock.date(raw: before &+ (RawClock.now &- before) / 2)
            synchronizer.requestSent(for: id, at: sent, by: .daemon)
            exchanges.append(exchange)
            poller.watch(exchange.socket.descriptor)
        } catch {
            problem = "\(name(of: id)): \(error)"
        }
    }

    private mutating func makeRequest(to id: SourceID, now: MonotonicInstant) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: DatagramBatch.bufferSize) { buffer, count in
            let room = UnsafeMutableRawBufferPointer(buffer)
            var output = unsafe OutputRawSpan(buffer: room, initializedCount: 0)
            synchronizer.writeRequest(for: id, into: &output, now: now, using: &generator)
            count = unsafe output.finalize(for: room)
        }
    }

    mutating func receive(_ exchange: Exchange, _ readiness: Readiness) {
        do {
            // The request's own stamp first: with it, the reply makes a better measurement.
            if readiness.contains(.error), let stamp = try exchange.socket.takeTransmitTimestamp(),
                let sent = clock.date(ofStamp: stamp.time)
            {
                synchronizer.requestSent(for: exchange.source, at: sent, by: .kernel)
            }
            try replies.receive(from: exchange.socket)
        } catch {
            problem = "\(name(of: exchange.source)): \(error)"
            return
        }
        let now = MonotonicClock.now
        var actions: [SynchronizerAction] = []
        replies.forEach { datagram, bytes in
            guard !datagram.isTruncated else { return }
            let stamped = clock.date(ofStamp: datagram.receivedAt)
            actions += synchronizer.handle(
                datagram: bytes, from: exchange.source, receivedAt: stamped ?? clock.now,
                by: stamped == nil ? .daemon : datagram.stampedBy, now: now)
        }
        // The one answer that counts has come.
        if actions.contains(.replied(exchange.source)) { close(exchange) }
        perform(actions, now: now)
    }

    mutating func close(_ exchange: Exchange) {
        poller.forget(exchange.socket.descriptor)
        exchanges.removeAll { $0 === exchange }
    }
}
