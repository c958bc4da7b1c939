// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPCore

/// Two associations with each other, 10 ms apart; the second one's clock is 0.5 s ahead of the first one's.
struct PeerFixture {
    static let start = MonotonicInstant(nanoseconds: 1_000_000_000)
    static let lead = 0.5

    var peers: [Association]
    var now = start
    var keys: [ToyKeys?] = [nil, nil]
    /// So much later than it says, a packet leaves, in seconds; only the kernel knows.
    var lateness = 0.0
    /// What the extension field F323 tells of the sender: the root delay in seconds, and how its corrections add up.
    var rootDelay = 0.0
    var timescale = MonotonicTimescale(epoch: 7)
    private var generator = TestGenerator()

    init(_ configure: (inout AssociationOptions, Int) -> Void = { _, _ in }) {
        peers = [0, 1].map { index in
            var options = AssociationOptions()
            options.mode = .symmetric
            configure(&options, index)
            return Association(options: options, start: Self.start)
        }
    }

    func date(of index: Int) -> NTPDate {
        NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)
            .advanced(by: now.seconds(since: Self.start) + Double(index) * Self.lead)
    }

    /// Has one of them send, whether it is due or not, and the other receive 10 ms later.
    mutating func send(
        from index: Int, stratum: UInt8 = 1, told: (NTPDate) -> NTPDate = { $0 }
    ) -> (packet: [UInt8], outcome: Association.Outcome) {
        let datagram = depart(from: index, stratum: stratum, told: told)
        wait(0.01)
        return (datagram, receive(datagram, at: 1 - index))
    }

    /// Has one of them send, to nobody.
    mutating func depart(
        from index: Int, stratum: UInt8 = 1, by source: TimestampSource = .kernel,
        told: (NTPDate) -> NTPDate = { $0 }
    ) -> [UInt8] {
        var header = NTPPacket(version: 4, mode: .symmetricActive)
        header.stratum = stratum
        header.leap = stratum == 0 ? .unsynchronized : .none
        header.transmitTimestamp = NTPTimestamp(told(date(of: index)))
        let datagram = bytes {
            peers[index].writePeerPacket(
                PeerHeader(packet: header, rootDelay: rootDelay, rootDispersion: 0), on: timescale, into: &$0,
                at: now, authenticator: keys[index], using: &generator, told: told)
        }
        wait(lateness)
        peers[index].requestSent(at: date(of: index), by: source)
        return datagram
    }

    mutating func receive(_ datagram: [UInt8], at index: Int) -> Association.Outcome {
        unsafe peers[index].handle(
            datagram: datagram.span.bytes, receivedAt: date(of: index), by: .kernel,
            authenticator: keys[index], now: now)
    }

    mutating func wait(_ seconds: Double) { now = now.advanced(by: seconds) }
}
