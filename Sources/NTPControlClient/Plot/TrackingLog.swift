// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc

/// What a daemon has written to tracking.log, one entry for each update of its clock.
package struct TrackingLog: Sendable {
    /// An update. Offsets have the log's sign: positive means that the clock was fast.
    package struct Entry: Hashable, Sendable {
        /// In seconds of Unix time.
        package var time: Double
        /// The address of the system peer, or the reference ID of a reference clock.
        package var source: String
        /// Whether the clock was synchronised by the update.
        package var isSynchronized: Bool
        /// In seconds, as the rest.
        package var offset: Double
        package var offsetDeviation: Double
        /// The bound on the clock's error since the update before.
        package var errorBound: Double
    }

    package let entries: [Entry]

    /// Reads the lines that are entries; banners, and lines that a crash has cut off, are passed over.
    package init(_ text: String) {
        var entries: [Entry] = []
        for line in text.split(separator: "\n") {
            if let entry = Entry(line: line) { entries.append(entry) }
        }
        self.entries = entries
    }

    init(entries: [Entry]) {
        self.entries = entries
    }

    /// The entries of the last so many seconds, counted back from the latest one.
    package func last(_ seconds: Double) -> TrackingLog {
        let start = (entries.last?.time ?? 0) - seconds
        return TrackingLog(entries: entries.filter { $0.time >= start })
    }
}

extension TrackingLog.Entry {
    /// Date, time, address, stratum, frequency, skew, offset, leap, sources, deviation, remaining correction,
    /// root delay, root dispersion, maximum error. Early versions of chrony lack the last ones.
    private static let columnCount = 14

    init?(line: Substring) {
        guard let first = line.utf8.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= first else { return nil }
        let cells = line.split(separator: " ")
        guard cells.count >= Self.columnCount, let time = Self.time(cells[0], cells[1]),
            let offset = Double(cells[6]), let deviation = Double(cells[9]),
            let errorBound = Double(cells[13]), offset.isFinite, deviation.isFinite, errorBound.isFinite
        else { return nil }
        self.init(
            time: time, source: String(cells[2]), isSynchronized: cells[7] != "?", offset: offset,
            offsetDeviation: deviation, errorBound: errorBound)
    }

    /// "2026-11-23" and "15:36:00", in UTC.
    private static func time(_ date: Substring, _ clock: Substring) -> Double? {
        let day = date.split(separator: "-").compactMap { Int32($0) }
        let second = clock.split(separator: ":").compactMap { Int32($0) }
        guard day.count == 3, second.count == 3 else { return nil }
        var parts = unsafe tm()
        unsafe parts.tm_year = day[0] &- 1900
        unsafe parts.tm_mon = day[1] &- 1
        unsafe parts.tm_mday = day[2]
        unsafe parts.tm_hour = second[0]
        unsafe parts.tm_min = second[1]
        unsafe parts.tm_sec = second[2]
        return Double(unsafe timegm(&parts))
    }
}
