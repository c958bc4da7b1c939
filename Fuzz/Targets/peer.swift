// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

// Datagrams from the address of a peer, one before and one after a packet of ours: the first byte says how the association is
// configured and what the attacker knows, the second how long the first datagram is.

import NTPCore

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = UnsafeRawBufferPointer(start: start, count: count)
    guard input.count >= 2 else { return 0 }
    let knowledge = input[0]
    let rest = Array(input.dropFirst(2))
    let first = Array(rest.prefix(Int(input[1])))
    var peer = Peer(knowledge)

    peer.send()
    peer.receive(first, knows: knowledge & 1 != 0)
    peer.send()
    let second = Array(rest.dropFirst(first.count))
    peer.receive(second, knows: knowledge & 2 != 0)
    peer.receive(second, knows: knowledge & 2 != 0)
    return 0
}

/// An association with a peer, of which packets come and go a second after each other.
private struct Peer {
    private var association: Association
    private var generator = Counter()
    private var seconds = 0.0
    private var latest: [UInt8] = []

    private static let start = MonotonicInstant(nanoseconds: 1_000_000_000)
    private static let date = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)

    init(_ knowledge: UInt8) {
        var options = AssociationOptions()
        options.mode = .symmetric
        options.interleaved = knowledge & 4 != 0
        if knowledge & 8 != 0 { options.extensionFields = [.monotonicRoot, .networkCorrection] }
        options.version = knowledge & 16 != 0 ? 3 : 4
        association = Association(options: options, start: Self.start)
    }

    private var now: MonotonicInstant { Self.start.advanced(by: seconds) }
    private var date: NTPDate { Self.date.advanced(by: seconds) }

    mutating func send() {
        seconds += 1
        var packet = NTPPacket(version: 4, mode: .symmetricActive)
        packet.stratum = 2
        packet.transmitTimestamp = NTPTimestamp(date)
        let header = PeerHeader(packet: packet, rootDelay: 0.01, rootDispersion: 0.001)
        latest = [UInt8](unsafeUninitializedCapacity: 256) { buffer, count in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            var output = OutputRawSpan(buffer: bytes, initializedCount: 0)
            association.writePeerPacket(
                header, on: MonotonicTimescale(epoch: 7), into: &output, at: now, using: &generator
            ) { $0 }
            count = output.finalize(for: bytes)
        }
        association.requestSent(at: date, by: .kernel)
    }

    /// - Parameter knows: Whether whoever sends it has seen our latest packet.
    mutating func receive(_ datagram: [UInt8], knows: Bool) {
        seconds += 1
        var datagram = datagram
        if knows, datagram.count >= 48 { datagram.replaceSubrange(24..<32, with: latest[40..<48]) }
        let outcome = association.handle(
            datagram: datagram.span.bytes, receivedAt: date, by: .kernel, now: now)
        check(outcome)
        if let deadline = association.deadline {
            precondition(deadline.seconds(since: now) < 86_400 * 2, "one packet silences us for days")
        }
    }

    private func check(_ outcome: Association.Outcome) {
        switch outcome {
        case .ignored, .confirmed, .rejected: break
        case .kiss: preconditionFailure("a peer has nothing to refuse")
        case .measured(let measurement):
            precondition(measurement.offset.isFinite && measurement.delay.isFinite, "no number")
            precondition(measurement.delay <= 3, "a delay beyond the limit is used")
            precondition(1...15 ~= measurement.packet.stratum, "an unsynchronised peer is used")
            let (delay, dispersion) = (measurement.rootDelay, measurement.rootDispersion)
            precondition(delay >= 0 && dispersion >= 0, "a root distance below 0")
        }
    }
}
