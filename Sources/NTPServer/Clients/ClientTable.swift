// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// Who has asked, how often, and whether that is too often.
///
/// All memory is taken at the start. A client has eight places in it, by a hash that nobody can foresee; when they
/// are taken, the one of them who has been silent for longest is forgotten. Being forgotten never harms a client:
/// it has all its tokens again.
public struct ClientTable: Sendable {
    private static let ways = 8

    private var records: [ClientRecord]
    /// For the number of a set.
    private let mask: Int
    private let hash: SipHash
    /// How many clients were forgotten to make room for others.
    public private(set) var forgotten: UInt64 = 0

    /// - Parameters:
    ///   - byteLimit: How much memory it may take; eight clients are remembered in any case.
    ///   - key: Random numbers, drawn for this table.
    public init(byteLimit: Int, key: (UInt64, UInt64)) {
        let fitting = byteLimit / (Self.ways * MemoryLayout<ClientRecord>.stride)
        let sets = fitting < 1 ? 1 : 1 << (Int.bitWidth - 1 - fitting.leadingZeroBitCount)
        records = Array(repeating: ClientRecord(), count: sets * Self.ways)
        mask = sets - 1
        hash = SipHash(key: (key.0, key.1))
    }

    /// How many clients there is room for.
    public var capacity: Int { records.count }

    /// Notes a request, and decides what it deserves.
    ///
    /// An IPv6 address is limited by itself and together with its neighbours in the same /64.
    /// - Parameters:
    ///   - client: Who makes it.
    ///   - date: When it came, by the local clock.
    ///   - limit: Nil when each is answered.
    ///   - random: Different bits for each request.
    public mutating func admit(
        _ client: ClientAddress, at date: NTPDate, under limit: RateLimit?, random: UInt64
    ) -> Admission {
        let time = ClientTime(date)
        let place = place(of: .address, client.high, client.low, at: time, under: limit)
        let decision = records[place].admit(at: time, under: limit, random: random)
        guard let limit, decision == .answer, !client.isIPv4 else { return decision }
        let prefixPlace = self.place(of: .prefix, client.high, 0, at: time, under: limit.ofPrefix)
        // Bits that the first decision hasn't used.
        let both = records[prefixPlace].admit(at: time, under: limit.ofPrefix, random: random >> 16)
        if both == .drop { records[place].drops &+= 1 }
        return both
    }

    /// Where a client's record is; makes one for a client that has none, and brings its tokens up to date.
    private mutating func place(
        of kind: ClientRecord.Kind, _ high: UInt64, _ low: UInt64, at time: ClientTime,
        under limit: RateLimit?
    ) -> Int {
        let start = (Int(truncatingIfNeeded: hash(high, low)) & mask) * Self.ways
        var oldest = start
        for place in start..<start + Self.ways {
            if records[place].isOf(kind, high, low) {
                if let limit { records[place].earn(until: time, under: limit) }
                return place
            }
            if records[place].latest < records[oldest].latest { oldest = place }
        }
        if records[oldest].kind == .address { forgotten &+= 1 }
        records[oldest] = ClientRecord(kind, high: high, low: low, tokens: limit?.burst ?? 0)
        return oldest
    }
}

extension ClientTable {
    /// What is known of a client.
    public struct Entry: Hashable, Sendable {
        /// Its port is 0.
        public var address: ClientAddress
        /// Its requests, and those of them that weren't answered because there were too many.
        public var hits: UInt32
        /// How many of the requests were not answered.
        public var drops: UInt32
        /// The usual time between two requests, and that after one that was refused; nil when it isn't known.
        public var interval: PollInterval?
        /// The usual time after one that was refused; nil when it isn't known.
        public var refusedInterval: PollInterval?
        /// When the latest request came, by the local clock.
        public var latest: NTPDate
    }

    /// The client in one of `capacity` places; nil for a free one, or one that isn't a client's.
    public subscript(place: Int) -> Entry? {
        let record = records[place]
        guard record.kind == .address else { return nil }
        return Entry(
            address: ClientAddress(high: record.high, low: record.low, port: 0), hits: record.hits,
            drops: record.drops, interval: record.interval.interval,
            refusedInterval: record.refusedInterval.interval, latest: record.latest.date)
    }

    /// The client at this address, whatever its port; nil when nothing is known of it.
    public subscript(address: ClientAddress) -> Entry? {
        let start = (Int(truncatingIfNeeded: hash(address.high, address.low)) & mask) * Self.ways
        let places = start..<start + Self.ways
        return places.first { records[$0].isOf(.address, address.high, address.low) }.flatMap { self[$0] }
    }

    /// Counts the requests in this place from 0 again.
    public mutating func resetCounters(at place: Int) {
        records[place].resetCounters()
    }
}
