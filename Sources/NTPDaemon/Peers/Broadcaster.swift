// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPServer
internal import NTPSystem

/// Tells a network the time without being asked: a `broadcast` directive. See RFC 5905, section 3.
final class Broadcaster {
    private let socket: UDPSocket
    /// In seconds.
    private let interval: Double
    private(set) var deadline: MonotonicInstant

    /// Sends from the server's port, as those who listen expect it.
    init(_ broadcast: BroadcastConfiguration, _ configuration: Configuration) throws(SystemError) {
        let address = SocketAddress(broadcast.address, port: broadcast.port)
        var options = UDPSocket.Options()
        options.interface = configuration.server.device
        options.dscp = configuration.client.dscp
        options.sharesAddress = true
        options.broadcasts = true
        socket = try UDPSocket(
            connectingTo: address, from: configuration.server.address(for: address.family), options: options)
        interval = Double(broadcast.interval)
        deadline = MonotonicClock.now.advanced(by: interval)
    }

    /// Sends a packet with the time, and waits for the next one's.
    func send(_ header: NTPPacket, now: MonotonicInstant) throws(SystemError) {
        deadline = now.advanced(by: interval)
        var packet = header
        packet.mode = .broadcast
        packet.poll = PollInterval(exponent: Int8(interval.exponent))
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: NTPPacket.byteCount) { buffer, count in
            let room = UnsafeMutableRawBufferPointer(buffer)
            var output = unsafe OutputRawSpan(buffer: room, initializedCount: 0)
            packet.serialize(into: &output)
            count = unsafe output.finalize(for: room)
        }
        try unsafe socket.send(bytes.span.bytes)
    }
}

extension Broadcaster {
    /// Those that the configuration asks for; tells the log of the others.
    static func all(_ configuration: Configuration, log: Log) -> [Broadcaster] {
        guard configuration.server.port != 0 else { return [] }
        return configuration.server.broadcasts.compactMap { broadcast in
            do {
                return try Broadcaster(broadcast, configuration)
            } catch {
                log.warning("No broadcasts to \(broadcast.address): \(error)")
                return nil
            }
        }
    }
}

extension Daemon {
    mutating func sendBroadcasts(now: MonotonicInstant) {
        for broadcaster in broadcasters where broadcaster.deadline <= now {
            do {
                try broadcaster.send(makeHeader(), now: now)
            } catch {
                log.debug("\(error)")
            }
        }
    }

    /// What is said of the clock without being asked, with the time at which it is said.
    mutating func makeHeader() -> NTPPacket {
        let date = clock.now
        let state = ServerState(
            served(synchronizer.tracking(at: date)), precision: clock.precision, using: &generator)
        let smoothed = smoother?.state(at: smoothingTime).offset ?? 0
        return state.peerHeader(
            at: date.advanced(by: synchronizer.pendingOffset(at: date) + smoothed), using: &generator)
    }
}
