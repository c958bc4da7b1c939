// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

/// When replies left, for clients that ask for it with their next requests: interleaved mode, RFC 9769.
///
/// A reply is known by its receive timestamp, which is an odd number here as no other timestamp is: so nothing has to be
/// remembered for clients that don't use the mode, whose requests never have one. The memory is bounded, and taken
/// when the first such client comes; a client that is forgotten is answered in basic mode.
public struct DepartureTable: Sendable {
    private struct Entry: Sendable, BitwiseCopyable {
        /// Zero for a free place.
        var received = NTPTimestamp.zero
        var departed = NTPTimestamp.zero
        /// Whose it is. Another client is not told.
        var client: UInt64 = 0
    }

    /// Entries that share a place in the table; the oldest of them goes first.
    private static let ways = 4

    private let setCount: Int
    private var entries: [Entry] = []

    /// - Parameter byteLimit: How much memory it may take; too little for one set of entries is none.
    public init?(byteLimit: Int) {
        let sets = byteLimit / (Self.ways * MemoryLayout<Entry>.stride)
        guard sets > 0 else { return nil }
        // A power of two, so that a place is found without a division.
        setCount = 1 << (Int.bitWidth - 1 - sets.leadingZeroBitCount)
    }

    /// How many replies are remembered.
    public var count: Int {
        entries.count { $0.received != .zero }
    }

    /// The time between the oldest and the latest of them, in seconds.
    public var span: Double {
        let received = entries.lazy.map(\.received).filter { $0 != .zero }
        guard let any = received.first else { return 0 }
        let ages = received.map { any.distance(to: $0).seconds }
        return (ages.max() ?? 0) - (ages.min() ?? 0)
    }

    /// When the reply with that receive timestamp left; nil when it is forgotten, or was another client's.
    func departure(of received: NTPTimestamp, for client: ClientAddress) -> NTPTimestamp? {
        guard let index = index(of: received), entries[index].client == Self.tag(client) else { return nil }
        return entries[index].departed
    }

    /// Remembers a reply that is about to leave.
    mutating func record(_ received: NTPTimestamp, departing: NTPTimestamp, for client: ClientAddress) {
        if entries.isEmpty { entries = Array(repeating: Entry(), count: setCount * Self.ways) }
        let entry = Entry(received: received, departed: departing, client: Self.tag(client))
        entries[place(for: received)] = entry
    }

    /// The place for a reply: a free one, else that of the oldest.
    private func place(for received: NTPTimestamp) -> Int {
        var best = places(for: received).lowerBound
        var longest = -Double.infinity
        for place in places(for: received) {
            let known = entries[place].received
            if known == .zero || known == received { return place }
            let age = known.distance(to: received).seconds
            if age > longest { (best, longest) = (place, age) }
        }
        return best
    }

    /// Says more exactly when a reply left, if it is still remembered.
    mutating func correct(_ received: NTPTimestamp, departed: NTPTimestamp) {
        if let index = index(of: received) { entries[index].departed = departed }
    }

    private func index(of received: NTPTimestamp) -> Int? {
        guard !entries.isEmpty, received != .zero else { return nil }
        return places(for: received).first { entries[$0].received == received }
    }

    private func places(for received: NTPTimestamp) -> Range<Int> {
        // Fibonacci hashing: all bits of the timestamp count, in the upper ones of the product.
        let mixed = received.bits &* 0x9E37_79B9_7F4A_7C15
        let set = Int(truncatingIfNeeded: mixed >> 32) & (setCount - 1)
        return set * Self.ways..<(set + 1) * Self.ways
    }

    /// The address, not the port: each request comes from another one.
    private static func tag(_ client: ClientAddress) -> UInt64 {
        client.high ^ client.low
    }
}
