// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Which leap seconds there have been, and which are to come, by a file that somebody keeps up to date.
public struct LeapSecondTable: Hashable, Sendable {
    struct Entry: Hashable, Sendable {
        /// The midnight at the end of the day of the leap second, in seconds since 1970.
        var unixSeconds: Int64
        /// By how many seconds TAI is ahead of UTC from then on.
        var taiOffset: Int32
    }

    /// In the order of their dates; not empty.
    private let entries: [Entry]
    /// From when on the file doesn't know; nil where it doesn't say.
    public let expiry: NTPDate?

    init?(_ entries: [Entry], expiry: NTPDate? = nil) {
        // Anything else is no such file, or a damaged one.
        let pairs = zip(entries, entries.dropFirst())
        guard !entries.isEmpty, entries.allSatisfy({ 0...1000 ~= $0.taiOffset }),
            pairs.allSatisfy({ $0.unixSeconds < $1.unixSeconds && abs($0.taiOffset - $1.taiOffset) == 1 })
        else { return nil }
        self.entries = entries
        self.expiry = expiry
    }

    /// By how many seconds TAI is ahead of UTC; nil before the first entry.
    public func taiOffset(at date: NTPDate) -> Int32? {
        entries.last { $0.unixSeconds <= date.unixTime.seconds }?.taiOffset
    }

    /// The same by a clock that keeps TAI.
    public func taiOffset(atTAI date: NTPDate) -> Int32? {
        entries.last { $0.unixSeconds + Int64($0.taiOffset) <= date.unixTime.seconds }?.taiOffset
    }

    /// What the last minute of the UTC day will be.
    public func leap(at date: NTPDate) -> LeapIndicator {
        let midnight = LeapSecondDay.end(of: date).unixTime.seconds
        guard let index = entries.firstIndex(where: { $0.unixSeconds == midnight }), index > 0 else {
            return .none
        }
        return entries[index].taiOffset > entries[index - 1].taiOffset ? .insertSecond : .deleteSecond
    }
}

extension LeapSecondTable {
    /// A leap-seconds.list as IERS and NIST publish it: the seconds since 1900 and the offset of TAI on each line, and
    /// the expiry on one that begins with `#@`.
    public init?(list text: String) {
        var entries: [Entry] = []
        var expiry: NTPDate?
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("#@") {
                expiry = line.dropFirst(2).split(whereSeparator: \.isWhitespace).first.flatMap { Int64($0) }
                    .map { NTPDate(bits: Int128($0) << 64) }
                continue
            }
            let words = (line.split(separator: "#", omittingEmptySubsequences: false).first ?? "")
                .split(whereSeparator: \.isWhitespace)
            guard !words.isEmpty else { continue }
            guard words.count >= 2, let seconds = Int64(words[0]), let offset = Int32(words[1]),
                0...Int64(UInt32.max) * 2 ~= seconds
            else { return nil }
            entries.append(Entry(unixSeconds: seconds - Int64(NTPDate.unixEpochSeconds), taiOffset: offset))
        }
        self.init(entries, expiry: expiry)
    }

    /// The offset of TAI when UTC began to have leap seconds, in 1972.
    private static let firstOffset: Int32 = 10
    private static let firstMidnight: Int64 = 63_072_000

    /// A file of the time zone database that counts leap seconds, such as `right/UTC`: RFC 9636, section 3.
    public init?(timeZone bytes: [UInt8]) {
        guard let (file, width) = Self.block(in: bytes) else { return nil }
        var entries = [Entry(unixSeconds: Self.firstMidnight, taiOffset: Self.firstOffset)]
        var before: Int64 = 0
        for record in 0..<file.leapCount {
            let start = file.leapStart + record * (width + 4)
            guard let transition = bytes.integer(at: start, width: width),
                let correction = bytes.integer(at: start + width, width: 4), abs(correction) < 1000
            else { return nil }
            // Counted by a clock that has the leap seconds before this one in it.
            entries.append(
                Entry(
                    unixSeconds: (transition &- before + 43_200) / 86_400 * 86_400,
                    taiOffset: Self.firstOffset + Int32(correction)))
            before = correction
        }
        guard entries.count > 1 else { return nil }
        self.init(entries)
    }

    /// Where the leap seconds are in the block with the wider numbers, and how many bytes those have.
    private static func block(in bytes: [UInt8]) -> (file: TimeZoneBlock, width: Int)? {
        guard let first = TimeZoneBlock(bytes, at: 0, width: 4), bytes.count > 4 else { return nil }
        // Version 1 has the first block alone.
        guard bytes[4] >= UInt8(ascii: "2") else { return (first, 4) }
        return TimeZoneBlock(bytes, at: first.end, width: 8).map { ($0, 8) }
    }
}

/// One of the two blocks of a time zone file, as far as its leap seconds are concerned.
private struct TimeZoneBlock {
    let leapCount: Int
    let leapStart: Int
    let end: Int

    init?(_ bytes: [UInt8], at start: Int, width: Int) {
        guard bytes.count >= start + 44, Array(bytes[start..<start + 4]) == Array("TZif".utf8) else {
            return nil
        }
        let counts = (0..<6).compactMap { bytes.integer(at: start + 20 + 4 * $0, width: 4).map { Int($0) } }
        guard counts.count == 6, counts.allSatisfy({ 0...10_000 ~= $0 }) else { return nil }
        let (utc, standard, leaps, times, types, characters) =
            (counts[0], counts[1], counts[2], counts[3], counts[4], counts[5])
        leapCount = leaps
        leapStart = start + 44 + times * (width + 1) + types * 6 + characters
        end = leapStart + leaps * (width + 4) + standard + utc
        guard end <= bytes.count else { return nil }
    }
}

extension [UInt8] {
    /// A signed number, its first byte first.
    fileprivate func integer(at start: Int, width: Int) -> Int64? {
        guard start >= 0, start + width <= count else { return nil }
        let value = self[start..<start + width].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let unused = UInt64(64 - 8 * width)
        return Int64(bitPattern: value << unused) >> Int64(unused)
    }
}
