// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc
package import NTPCore

/// Dates for people and for machines, in UTC.
package enum Timestamp {
    /// "2026-11-23 15:36:00 UTC".
    package static func text(_ date: NTPDate) -> String {
        let (seconds, _) = date.unixTime
        return format("%Y-%m-%d %H:%M:%S UTC", seconds)
    }

    /// "2026-11-23T15:36:00.123456789Z": RFC 3339.
    package static func rfc3339(_ date: NTPDate) -> String {
        let (seconds, nanoseconds) = date.unixTime
        return format("%Y-%m-%dT%H:%M:%S", seconds) + "." + padded(nanoseconds) + "Z"
    }

    /// "1795448160.123456789".
    package static func unix(_ date: NTPDate) -> String {
        let (seconds, nanoseconds) = date.unixTime
        return "\(seconds)." + padded(nanoseconds)
    }

    /// "15:36", "Nov 23": for the marks of an axis.
    package static func format(_ pattern: String, _ unixSeconds: Int64) -> String {
        var seconds = time_t(unixSeconds)
        var parts = unsafe tm()
        var buffer = [CChar](repeating: 0, count: 64)
        guard unsafe gmtime_r(&seconds, &parts) != nil else { return "?" }
        let length = unsafe strftime(&buffer, buffer.count, pattern, &parts)
        return String(decoding: buffer.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func padded(_ nanoseconds: Int64) -> String {
        let digits = String(nanoseconds)
        return String(repeating: "0", count: max(0, 9 - digits.count)) + digits
    }
}
