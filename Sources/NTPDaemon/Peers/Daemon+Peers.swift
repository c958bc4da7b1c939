// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPServer
internal import NTPSystem

/// Symmetric associations: packets come and go at the server's port, by a socket of their own that is connected to the
/// peer. The kernel prefers it to the server's for what comes from there.
extension Daemon {
    mutating func sendPeerPacket(to server: SourceTable.Server, now: MonotonicInstant) {
        let packet = makePeerPacket(to: server.id, now: now)
        // Without the key that the peer needs, there is nothing to be sent.
        guard !packet.isEmpty else { return }
        do {
            try send(packet, through: try peerExchange(with: server))
        } catch {
            complain(of: server.id, error)
            // The kernel may or may not have counted it: with a new socket, stamps are known by their numbers again.
            for exchange in exchanges where exchange.source == server.id { close(exchange) }
        }
    }

    /// The socket for a peer, which lasts as long as the association.
    private mutating func peerExchange(with server: SourceTable.Server) throws(SystemError) -> ClientExchange
    {
        if let exchange = exchanges.first(where: { $0.source == server.id }) { return exchange }
        var options = UDPSocket.Options()
        options.interface = configuration.server.device
        options.dscp = configuration.client.dscp
        options.sharesAddress = true
        options.usesHardwareStamps = hardwareStamps != nil
        let socket = try UDPSocket(
            connectingTo: server.address, from: configuration.server.address(for: server.address.family),
            options: options)
        let exchange = ClientExchange(peer: server.id, socket: socket)
        exchanges.append(exchange)
        poller.watch(exchange.socket.descriptor)
        return exchange
    }

    private mutating func makePeerPacket(to id: SourceID, now: MonotonicInstant) -> [UInt8] {
        let smoothing = smoother?.state(at: smoothingTime).offset ?? 0
        let header = makeHeader()
        return unsafe [UInt8](unsafeUninitializedCapacity: DatagramBatch.bufferSize) { buffer, count in
            let room = UnsafeMutableRawBufferPointer(buffer)
            var output = unsafe OutputRawSpan(buffer: room, initializedCount: 0)
            synchronizer.writePeerPacket(
                header, for: id, smoothing: smoothing, into: &output, now: now, using: &generator)
            count = unsafe output.finalize(for: room)
        }
    }
}
