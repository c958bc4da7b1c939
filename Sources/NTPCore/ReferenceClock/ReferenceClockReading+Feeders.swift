// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Readings as other programs hand them over. Everything in them may be wrong.
extension ReferenceClockReading {
    /// The largest offset that a reading is believed to have, in seconds: half an era.
    static let largestOffset = 0x1p31
    /// What ends a datagram of the SOCK protocol.
    private static let socketMagic: Int32 = 0x534F_434B
    private static let socketLength = 40

    /// A datagram of the SOCK protocol: the time of the sample by the system's clock (seconds and microseconds of 64
    /// bits each), the offset (a double), flag of a pulse, leap, padding and magic number (32 bits each); all in the
    /// machine's byte order.
    ///
    /// Nil for one of another length or without the magic number, and for a date, offset or leap that can't be.
    public init?(socketDatagram bytes: RawSpan) {
        guard bytes.byteCount == Self.socketLength, bytes.loadNative(36) == Self.socketMagic else {
            return nil
        }
        let microseconds: Int64 = bytes.loadNative(8)
        let offset = Double(bitPattern: bytes.loadNative(16))
        guard let date = NTPDate(feederSeconds: bytes.loadNative(0), microseconds: microseconds),
            offset.magnitude < Self.largestOffset, let leap = LeapIndicator(feeder: bytes.loadNative(28))
        else { return nil }
        let pulse: Int32 = bytes.loadNative(24)
        self.init(date: date, offset: offset, isPulse: pulse != 0, leap: leap)
    }
}

/// What the segment of the SHM protocol holds, as it was read: two instants and the leap.
public struct SharedMemoryRecord: Hashable, Sendable {
    /// A time as the segment has it, on the Unix scale.
    public struct Instant: Hashable, Sendable {
        /// Since 1970.
        public var seconds: Int64
        /// The fraction, in microseconds.
        public var microseconds: Int32
        /// 0 of a feeder that doesn't know the field; else it begins with the microseconds.
        public var nanoseconds: UInt32

        public init(seconds: Int64, microseconds: Int32, nanoseconds: UInt32) {
            self.seconds = seconds
            self.microseconds = microseconds
            self.nanoseconds = nanoseconds
        }

        /// Nil for one that no clock reads.
        var date: NTPDate? {
            guard let date = NTPDate(feederSeconds: seconds, microseconds: Int64(microseconds)) else {
                return nil
            }
            guard Int64(nanoseconds) / 1000 == Int64(microseconds) else { return date }
            return NTPDate(unixSeconds: seconds, nanoseconds: Int64(nanoseconds))
        }
    }

    /// What the reference clock read, and the system's clock at the same moment.
    public var reference: Instant
    /// When the local clock read that, by the local clock.
    public var received: Instant
    /// The leap indicator, 0 to 3.
    public var leap: Int32

    public init(reference: Instant, received: Instant, leap: Int32) {
        self.reference = reference
        self.received = received
        self.leap = leap
    }
}

extension ReferenceClockReading {
    /// Nil for a date, offset or leap that can't be.
    public init?(_ record: SharedMemoryRecord) {
        guard let reference = record.reference.date, let received = record.received.date,
            let leap = LeapIndicator(feeder: record.leap)
        else { return nil }
        let offset = reference.seconds(since: received)
        guard offset.magnitude < Self.largestOffset else { return nil }
        self.init(date: received, offset: offset, leap: leap)
    }
}

extension NTPDate {
    /// No clock that is of use reads a later one, in seconds since 1970: the year 2999.
    private static let lastSecond: Int64 = 32_503_680_000

    /// Nil for what no clock reads: before 1970, after 2999, a fraction that is none.
    fileprivate init?(feederSeconds seconds: Int64, microseconds: Int64) {
        guard 0..<Self.lastSecond ~= seconds, 0..<1_000_000 ~= microseconds else { return nil }
        self.init(unixSeconds: seconds, nanoseconds: microseconds * 1000)
    }
}

extension LeapIndicator {
    /// Nil for "not synchronised" and what isn't any indicator: the sample isn't to be used.
    fileprivate init?(feeder value: Int32) {
        switch value {
        case 0: self = .none
        case 1: self = .insertSecond
        case 2: self = .deleteSecond
        default: return nil
        }
    }
}
