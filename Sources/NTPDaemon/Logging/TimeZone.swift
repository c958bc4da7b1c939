// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc
internal import NTPCore
internal import NTPSystem

/// In which time zone messages are dated. All other files are in UTC, whatever the zone.
enum TimeZone {
    case utc
    /// The one that the variable TZ names.
    case local

    /// UTC, unless the user of this process wants it otherwise.
    static var preferred: Self {
        ProcessEnvironment.value(of: "TZ").map { $0.isEmpty ? .utc : .local } ?? .utc
    }

    /// Whether the C library makes something of a value of TZ; what it doesn't know it takes for UTC without a word.
    static func isKnown(_ name: String) -> Bool {
        let isRule = name.contains { $0.isNumber || $0 == "<" }
        return isRule || ["UTC", "GMT"].contains(name) || isFile("/usr/share/zoneinfo/" + name)
    }

    private static func isFile(_ path: String) -> Bool {
        unsafe access(path, R_OK) == 0
    }

    /// `2026-11-23T15:36:00Z`, or with the offset from UTC in place of the letter.
    func timestamp(_ date: NTPDate) -> String {
        guard self == .local else { return Text.timestamp(date, separator: "T") + "Z" }
        var seconds = time_t(date.unixTime.seconds)
        var parts = unsafe tm()
        tzset()
        guard unsafe localtime_r(&seconds, &parts) != nil else { return Self.utc.timestamp(date) }
        let offset = unsafe parts.tm_gmtoff
        let shifted = date.advanced(by: Double(offset))
        let (hours, minutes) = (offset.magnitude / 3600, offset.magnitude / 60 % 60)
        func two(_ number: UInt) -> String { (number < 10 ? "0" : "") + "\(number)" }
        return Text.timestamp(shifted, separator: "T")
            + "\(offset < 0 ? "-" : "+")\(two(hours)):\(two(minutes))"
    }
}
