// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The leap indicator: what the last minute of the current UTC day will be. See RFC 5905, section 7.3.
public enum LeapIndicator: UInt8, Hashable, Sendable, BitwiseCopyable {
    case none, insertSecond, deleteSecond, unsynchronized
}

/// The association mode. See RFC 5905, section 3.
public enum Mode: UInt8, Hashable, Sendable, BitwiseCopyable {
    case reserved, symmetricActive, symmetricPassive, client, server, broadcast, control, privateUse
}

/// The 48-byte header that every NTP datagram of versions 1 to 4 begins with. See RFC 5905, section 7.3.
public struct NTPPacket: Hashable, Sendable, BitwiseCopyable {
    /// The length of the header.
    public static let byteCount = 48

    /// What the sender says of the next leap second; `unsynchronized`: of its clock.
    public var leap: LeapIndicator
    /// 1 to 4 in anything this library sends; 0 to 7 in what was received.
    public var version: UInt8
    /// What the datagram is: a request, a reply, a peer's.
    public var mode: Mode
    /// 0 unspecified or a kiss, 1 a primary server, 2 to 15 secondary ones, 16 unsynchronised.
    public var stratum: UInt8
    /// The sender's poll interval; a kiss asks for at least this one.
    public var poll: PollInterval
    /// log₂ of the sender's clock precision in seconds.
    public var precision: Int8
    /// The delay to the primary source.
    public var rootDelay: NTPShort
    /// The dispersion to the primary source.
    public var rootDispersion: NTPShort
    /// Whom the sender follows; the code of a kiss at stratum 0.
    public var referenceID: ReferenceID
    /// When the sender's clock was last updated.
    public var referenceTimestamp: NTPTimestamp
    /// In a reply: the transmit timestamp of the request.
    public var originTimestamp: NTPTimestamp
    /// When the request came, by the sender's clock.
    public var receiveTimestamp: NTPTimestamp
    /// When this left, by the sender's clock; in our requests, random bits.
    public var transmitTimestamp: NTPTimestamp

    /// The precision in seconds; what the sender says of it is believed between a nanosecond and a second.
    var precisionSeconds: Double {
        Double(sign: .plus, exponent: Int(max(-30, min(0, precision))), significand: 1)
    }

    /// A header with everything zero but what is given.
    public init(version: UInt8, mode: Mode) {
        leap = .none
        self.version = version
        self.mode = mode
        stratum = 0
        poll = PollInterval(exponent: 0)
        precision = 0
        rootDelay = NTPShort(bits: 0)
        rootDispersion = NTPShort(bits: 0)
        referenceID = ReferenceID(bits: 0)
        referenceTimestamp = .zero
        originTimestamp = .zero
        receiveTimestamp = .zero
        transmitTimestamp = .zero
    }
}

extension NTPPacket {
    /// Reads the header; what may follow it is `DatagramLayout`'s concern.
    ///
    /// Any 48 bytes are a header: throws only `.truncated`.
    public init(parsing datagram: RawSpan) throws(PacketError) {
        guard datagram.byteCount >= Self.byteCount else {
            throw PacketError(reason: .truncated(datagram.byteCount), byteOffset: datagram.byteCount)
        }
        let first: UInt8 = datagram.loadBigEndian(0)
        self.init(version: first >> 3 & 7, mode: Mode(rawValue: first & 7) ?? .reserved)
        leap = LeapIndicator(rawValue: first >> 6) ?? .unsynchronized
        stratum = datagram.loadBigEndian(1)
        poll = PollInterval(exponent: datagram.loadBigEndian(2))
        precision = datagram.loadBigEndian(3)
        rootDelay = NTPShort(bits: datagram.loadBigEndian(4))
        rootDispersion = NTPShort(bits: datagram.loadBigEndian(8))
        referenceID = ReferenceID(bits: datagram.loadBigEndian(12))
        referenceTimestamp = NTPTimestamp(bits: datagram.loadBigEndian(16))
        originTimestamp = NTPTimestamp(bits: datagram.loadBigEndian(24))
        receiveTimestamp = NTPTimestamp(bits: datagram.loadBigEndian(32))
        transmitTimestamp = NTPTimestamp(bits: datagram.loadBigEndian(40))
    }

    /// Appends the 48 bytes of the header. `output` must have that much room left.
    public func serialize(into output: inout OutputRawSpan) {
        output.appendBigEndian(leap.rawValue << 6 | (version & 7) << 3 | mode.rawValue)
        output.appendBigEndian(stratum)
        output.appendBigEndian(poll.exponent)
        output.appendBigEndian(precision)
        output.appendBigEndian(rootDelay.bits)
        output.appendBigEndian(rootDispersion.bits)
        output.appendBigEndian(referenceID.bits)
        output.appendBigEndian(referenceTimestamp.bits)
        output.appendBigEndian(originTimestamp.bits)
        output.appendBigEndian(receiveTimestamp.bits)
        output.appendBigEndian(transmitTimestamp.bits)
    }
}
