// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import Glibc
internal import NTPCore

/// Numbers and dates as logs and tools have them.
enum Text {
    /// `-3.541`, right-aligned in `width` columns.
    static func fixed(_ value: Double, decimals: Int, width: Int = 0) -> String {
        format("%*.*f", width, decimals, value)
    }

    /// `-8.621e-06`, right-aligned in `width` columns.
    static func scientific(_ value: Double, decimals: Int = 3, width: Int = 10) -> String {
        format("%*.*e", width, decimals, value)
    }

    /// `CB00717B`.
    static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// Right-aligned, or left-aligned for a negative width.
    static func padded(_ text: some CustomStringConvertible, width: Int) -> String {
        let text = text.description
        let padding = String(repeating: " ", count: max(0, abs(width) - text.count))
        return width < 0 ? text + padding : padding + text
    }

    /// `2026-11-23 15:36:00`, with any separator; in UTC.
    static func timestamp(_ date: NTPDate, separator: String = " ") -> String {
        var seconds = time_t(date.unixTime.seconds)
        var parts = unsafe tm()
        guard unsafe gmtime_r(&seconds, &parts) != nil else { return "????-??-?? ??:??:??" }
        func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + "\(number)" }
        let day = unsafe "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
        let time = unsafe "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
        return day + separator + time
    }

    private static func format(_ pattern: String, _ width: Int, _ decimals: Int, _ value: Double) -> String {
        var buffer = [CChar](repeating: 0, count: 400)
        let length = unsafe withVaList([Int32(width), Int32(decimals), value]) { arguments in
            unsafe vsnprintf(&buffer, buffer.count, pattern, arguments)
        }
        return String(
            decoding: buffer.prefix(max(0, Int(length))).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
