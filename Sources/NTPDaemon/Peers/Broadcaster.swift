// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPServer
internal import NTPSystem

/// Tells a network the time without being asked: a `broadcast` directive. See RFC 5905, section 3.
struct Broadcaster {
    let address: SocketAddress
    /// In seconds.
    private let interval: Double
    private(set) var deadline: MonotonicInstant
    /// Whether the latest packet couldn't be sent.
    var hasFailed = false

    init(_ broadcast: BroadcastConfiguration) {
        address = SocketAddress(broadcast.address, port: broadcast.port)
        interval = Double(broadcast.interval)
        deadline = MonotonicClock.now.advanced(by: interval)
    }

    /// Waits for the next packet's time.
    ///
    /// - Returns: A packet with this time.
    mutating func next(_ header: NTPPacket, now: MonotonicInstant) -> [UInt8] {
        deadline = now.advanced(by: interval)
        var packet = header
        packet.mode = .broadcast
        packet.poll = PollInterval(exponent: Int8(interval.exponent))
        return unsafe [UInt8](unsafeUninitializedCapacity: NTPPacket.byteCount) { buffer, count in
            let room = UnsafeMutableRawBufferPointer(buffer)
            var output = unsafe OutputRawSpan(buffer: room, initializedCount: 0)
            packet.serialize(into: &output)
            count = unsafe output.finalize(for: room)
        }
    }
}

extension Broadcaster {
    /// Those that the configuration asks for.
    static func all(_ configuration: Configuration) -> [Broadcaster] {
        guard configuration.server.port != 0 else { return [] }
        return configuration.server.broadcasts.map(Broadcaster.init)
    }
}

extension Daemon {
    /// Sends what is due from the server's port, as those who listen expect it.
    mutating func sendBroadcasts(now: MonotonicInstant) {
        for index in broadcasters.indices where broadcasters[index].deadline <= now {
            let packet = broadcasters[index].next(makeHeader().packet, now: now)
            do {
                try unsafe timeServer.send(packet.span.bytes, to: broadcasters[index].address)
                broadcasters[index].hasFailed = false
            } catch {
                // The network may not be there yet, or be gone for a while.
                if !broadcasters[index].hasFailed { log.warning("No broadcasts for now: \(error)") }
                broadcasters[index].hasFailed = true
            }
        }
    }

    /// What is said of the clock without being asked, with the time at which it is said.
    mutating func makeHeader() -> PeerHeader {
        let date = clock.now
        let state = ServerState(
            served(synchronizer.tracking(at: date)), precision: clock.precision, using: &generator)
        let smoothed = smoother?.state(at: smoothingTime).offset ?? 0
        return state.peerHeader(
            at: date.advanced(by: synchronizer.pendingOffset(at: date) + smoothed), using: &generator)
    }
}
