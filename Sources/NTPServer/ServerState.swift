// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// What a server says of its own clock: made once when the clock is updated, used in every reply until then.
public struct ServerState: Hashable, Sendable, BitwiseCopyable {
    /// The header of a reply as far as it is the same for everybody.
    private let header: NTPPacket
    /// When the clock was last updated; unlike the header's timestamp, exact.
    private let updatedAt: NTPTimestamp
    /// In seconds.
    let rootDelay: Double
    /// The root dispersion at `updatedAt`, in seconds, and its growth, in s/s.
    private let rootDispersion: Double
    private let dispersionRate: Double
    /// The bits of a timestamp that lie below the clock's precision.
    let noiseMask: UInt64

    /// - Parameters:
    ///   - tracking: How the local clock stands.
    ///   - precision: log₂ of the local clock's precision, in seconds.
    ///   - generator: For hiding the exact time of the latest update.
    public init(
        _ tracking: Tracking, precision: Int8, using generator: inout some RandomNumberGenerator
    ) {
        // RFC 5905, figure 11: a stratum above 15 is the same as none, and goes as 0 into a packet.
        let isSynchronized = tracking.isSynchronized && 1...15 ~= tracking.stratum
        let published = isSynchronized ? tracking : .unsynchronized
        updatedAt = NTPTimestamp(published.referenceTime)
        rootDelay = published.rootDelay
        rootDispersion = published.rootDispersion
        dispersionRate = published.dispersionRate
        // Between 0 (precision of a second) and all 32 bits of the fraction.
        noiseMask = (1 << UInt64(max(0, min(32, 32 + Int(precision))))) - 1

        var header = NTPPacket(version: 4, mode: .server)
        header.leap = published.leap
        header.stratum = published.stratum
        header.precision = precision
        header.rootDelay = NTPShort(roundingUp: published.rootDelay)
        header.referenceID = published.referenceID
        if isSynchronized {
            header.referenceTimestamp = Self.blurred(published.referenceTime, using: &generator)
        }
        self.header = header
    }

    /// The reply to a request, but for the timestamps of the exchange, which are zero.
    func header(version: UInt8, mode: Mode, poll: PollInterval, at time: NTPTimestamp) -> NTPPacket {
        var reply = header
        reply.version = version
        reply.mode = mode
        reply.poll = poll
        reply.rootDispersion = NTPShort(roundingUp: rootDispersion(at: time))
        return reply
    }

    /// In seconds.
    func rootDispersion(at time: NTPTimestamp) -> Double {
        rootDispersion + max(0, updatedAt.distance(to: time).seconds) * dispersionRate
    }

    /// What a peer is told at a time, with that as transmit timestamp; origin and receive timestamps are zero.
    public func peerHeader(
        at date: NTPDate, using generator: inout some RandomNumberGenerator
    ) -> PeerHeader {
        let time = NTPTimestamp(date)
        var header = header(version: 4, mode: .symmetricActive, poll: PollInterval(exponent: 0), at: time)
        header.transmitTimestamp = NTPTimestamp(
            bits: time.bits & ~noiseMask | generator.next() & noiseMask)
        return PeerHeader(
            packet: header, rootDelay: rootDelay, rootDispersion: rootDispersion(at: time))
    }

    /// A timestamp up to a second earlier.
    ///
    /// The exact one would tell anybody who asks when we get our own replies, which helps to forge them.
    private static func blurred(
        _ date: NTPDate, using generator: inout some RandomNumberGenerator
    ) -> NTPTimestamp {
        NTPTimestamp(bits: NTPTimestamp(date).bits &- (generator.next() >> 32))
    }
}
