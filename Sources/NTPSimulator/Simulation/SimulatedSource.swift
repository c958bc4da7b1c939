// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// A source at work, as its client sees it: the way there, the way back, and who is at the end of it.
struct SimulatedSource: Sendable {
    let id: SourceID
    let peer: SourceModel.Peer
    let referenceID: ReferenceID
    /// When another client last claimed what it couldn't know.
    private var latestLie: TrueTime?
    var outbound: PathLeg
    var inbound: PathLeg
    /// How late the server's replies leave, and when the one did that its receive timestamp stands for.
    private var departures: NoiseProcess
    private var latestDeparture: (received: NTPTimestamp, departed: NTPTimestamp)?

    init(id: SourceID, model: SourceModel, streams: Streams, number: Int) {
        self.id = id
        peer = model.peer
        referenceID =
            switch model.peer {
            case .server: ReferenceID(bits: 0xC000_0201 + UInt32(number))  // 192.0.2.1 and up
            case .client(let index): .client(index)
            }
        departures = NoiseProcess(
            model.peer.departure, generator: streams.generator(for: .departures, source: number))
        let changes = model.path.routeChanges
        outbound = PathLeg(
            model.path.outbound,
            changes: changes.map { (TrueTime(seconds: $0.at), $0.outbound) },
            noise: streams.generator(for: .outboundNoise, source: number),
            faults: streams.generator(for: .outboundFaults, source: number))
        inbound = PathLeg(
            model.path.inbound,
            changes: changes.map { (TrueTime(seconds: $0.at), $0.inbound) },
            noise: streams.generator(for: .inboundNoise, source: number),
            faults: streams.generator(for: .inboundFaults, source: number))
    }

    /// Makes a reply one of interleaved mode, if the request asks for that and the server still knows.
    ///
    /// - Parameters:
    ///   - time: When the server means it to leave.
    ///   - clock: What the server's clock reads at a time.
    /// - Returns: When it really leaves.
    mutating func interleave(
        _ reply: inout NTPPacket, to request: NTPPacket, at time: TrueTime, clock: (TrueTime) -> NTPDate
    ) -> TrueTime {
        if let latest = latestDeparture, latest.received == request.originTimestamp {
            reply.originTimestamp = request.receiveTimestamp
            reply.transmitTimestamp = latest.departed
        }
        let departure = time.advanced(by: departures.next(at: time))
        latestDeparture = (reply.receiveTimestamp, NTPTimestamp(clock(departure)))
        return departure
    }

    mutating func note(_ reply: SimulatedEvent.Reply, at time: TrueTime) {
        if !reply.isHonest { latestLie = time }
    }

    /// Whether the source tells the truth, or at least how far it may be off, and has done so for a while.
    func isHonest(at time: TrueTime, grace: Double) -> Bool {
        switch peer {
        case .server(let server): server.error(at: time.seconds) == 0
        case .client: latestLie.map { time.seconds(since: $0) > grace } ?? true
        }
    }
}

extension ReferenceID {
    /// 198.51.100.1 and up: the addresses by which the clients of a scenario know each other.
    static func client(_ index: Int) -> ReferenceID {
        ReferenceID(bits: 0xC633_6401 + UInt32(index))
    }
}

extension SourceModel.Peer {
    fileprivate var departure: Noise {
        switch self {
        case .server(let server): server.departure
        case .client: .none
        }
    }
}

/// The streams of random numbers of one client: one for each purpose, so that none disturbs another.
struct Streams {
    enum Purpose: UInt64 {
        case oscillator, synchronizer, outboundNoise, inboundNoise, outboundFaults, inboundFaults, departures
    }

    let seed: UInt64
    let client: Int

    func generator(for purpose: Purpose, source: Int = 0) -> SeededGenerator {
        SeededGenerator(
            seed: seed, stream: UInt64(client) << 40 | UInt64(source) << 8 | purpose.rawValue)
    }
}
