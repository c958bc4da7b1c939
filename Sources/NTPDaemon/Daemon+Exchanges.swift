// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

extension Daemon {
    mutating func sendRequest(to id: SourceID, now: MonotonicInstant) {
        guard let server = table.server(id) else { return }
        if synchronizer.options(of: id)?.mode == .symmetric { return sendPeerPacket(to: server, now: now) }
        for exchange in exchanges where exchange.source == id { close(exchange) }
        // Written even if it can't be sent: a poll is over with it, and the next one comes at its time.
        let request = makeRequest(to: id, now: now)
        // Without the key that the source needs, there is nothing to be sent.
        guard !request.isEmpty else { return }
        do {
            let socket = try UDPSocket(
                connectingTo: server.address, from: localAddress(for: server.address), options: clientOptions)
            noteOpened(socket)
            let maximumDelay = synchronizer.options(of: id)?.maximumDelay ?? 0
            let exchange = ClientExchange(source: id, socket: socket, maximumDelay: maximumDelay, now: now)
            exchanges.append(exchange)
            poller.watch(exchange.socket.descriptor)
            if isOurs(server.address, from: exchange.socket.localAddress), synchronizer.noteOwn(id) {
                log.warning("\(name(of: id)) is this daemon; its replies aren't used")
            }
            try send(request, through: exchange)
        } catch {
            complain(of: id, error)
            // Somebody else may have taken the port between two requests.
            acquisitionPorts[server.address.family] = nil
            if table[server.directive]?.configuration.options.goesOffline == true {
                goOffline(server, now: now)
            }
        }
    }

    /// Whether what is sent there from here comes to a port of our own.
    private func isOurs(_ there: SocketAddress, from here: SocketAddress) -> Bool {
        here.host == there.host && isServed(there)
    }

    private func isServed(_ address: SocketAddress) -> Bool {
        timeServer.addresses.contains { $0.family == address.family && $0.port == address.port }
    }

    /// The bytes of a request to a source.
    private mutating func makeRequest(to id: SourceID, now: MonotonicInstant) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: DatagramBatch.bufferSize) { buffer, count in
            let room = UnsafeMutableRawBufferPointer(buffer)
            var output = unsafe OutputRawSpan(buffer: room, initializedCount: 0)
            synchronizer.writeRequest(for: id, into: &output, now: now, using: &generator)
            count = unsafe output.finalize(for: room)
        }
    }

    mutating func send(_ request: [UInt8], through exchange: ClientExchange) throws(SystemError) {
        let before = clock.now
        try unsafe exchange.send(request: request.span.bytes)
        // Between the readings around the call, until the kernel says it more exactly.
        synchronizer.requestSent(for: exchange.source, at: before.midpoint(to: clock.now), by: .daemon)
    }

    mutating func receive(_ exchange: ClientExchange, _ readiness: Readiness) {
        do {
            // The request's own stamp first: with it, the reply makes a better measurement.
            let stamps = readiness.contains(.error) ? try takeStamps(of: exchange) : []
            for (date, source) in stamps {
                synchronizer.requestSent(for: exchange.source, at: date, by: source)
            }
            guard readiness.contains(.input) || readiness.contains(.error) else { return }
            guard !mustWait(exchange, readiness, hasStamps: !stamps.isEmpty) else { return }
            try replies.receive(from: exchange.socket)
            restampReplies()
        } catch {
            complain(of: exchange.source, error)
            return
        }
        let now = MonotonicClock.now
        var actions: [SynchronizerAction] = []
        var answers: [[UInt8]] = []
        replies.forEach { datagram, bytes in
            guard !datagram.isTruncated else { return }
            // A peer may be a client as well, by the same port, and so may a server that is asked from ours.
            if exchange.isLasting || isServed(exchange.socket.localAddress),
                let packet = try? NTPPacket(parsing: bytes), packet.mode == .client
            {
                answers.append(timeServer.answer(bytes, datagram))
                return
            }
            actions += synchronizer.handle(
                datagram: bytes, from: exchange.source, receivedAt: clock.date(ofStamp: datagram.receivedAt),
                by: datagram.stampedBy, localID: ReferenceID(of: exchange.socket.localAddress), now: now)
        }
        // One that can't be sent is as good as one that the network lost.
        for answer in answers where !answer.isEmpty { try? unsafe exchange.send(answer.span.bytes) }
        // The one answer that counts has come.
        if [.replied(exchange.source), .confirmed(exchange.source)].contains(where: actions.contains) {
            table.noteLocalAddress(exchange.socket.localAddress, of: exchange.source)
            if !exchange.isLasting { close(exchange) }
        }
        perform(actions, now: now)
    }

    mutating func close(_ exchange: ClientExchange) {
        poller.forget(exchange.socket.descriptor)
        exchanges.removeAll { $0 === exchange }
    }

    /// Says once what is wrong with a source, not with each request.
    mutating func complain(of id: SourceID, _ error: SystemError) {
        let text = "\(name(of: id)): \(error)"
        guard complaints[id] != text else { return }
        complaints[id] = text
        log.warning(text)
    }

    /// Remembers the port that the system has chosen for all requests, and says what it refuses, once.
    private mutating func noteOpened(_ socket: borrowing UDPSocket) {
        let address = socket.localAddress
        if configuration.client.port == 0 { acquisitionPorts[address.family] = address.port }
        guard !hasToldRefusals else { return }
        hasToldRefusals = true
        for refusal in socket.refusals { log.warning("The system refuses \(refusal); asking without it") }
    }

    /// Where requests are sent from, if that isn't the system's choice.
    func localAddress(for server: SocketAddress) -> SocketAddress? {
        let addresses = configuration.client.bindAddresses
        let address = server.family == .ipv4 ? addresses.ipv4 : addresses.ipv6
        let configured = configuration.client.port ?? 0
        let port = configured == 0 ? acquisitionPorts[server.family] ?? 0 : configured
        if let address { return SocketAddress(address, port: port) }
        return port == 0 ? nil : .unspecified(server.family, port: port)
    }

    var clientOptions: UDPSocket.Options {
        var options = UDPSocket.Options()
        options.interface = configuration.client.device
        options.dscp = configuration.client.dscp
        options.sharesAddress = configuration.client.port != nil
        options.usesHardwareStamps = hardwareStamps != nil
        return options
    }
}

extension NTPDate {
    fileprivate func midpoint(to other: NTPDate) -> NTPDate {
        advanced(by: other.seconds(since: self) / 2)
    }
}
