// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc

/// The battery-backed clock of this machine: a device that counts whole seconds.
///
/// A class, because there is one of it, and the device can be open once only.
public final class RTCDevice {
    /// What its hands mean.
    public enum Zone: Hashable, Sendable {
        case utc, local
    }

    private let file: FileDescriptor
    private let path: String
    private let zone: Zone

    public init(_ path: String, zone: Zone) throws(SystemError) {
        file = FileDescriptor(owning: try SystemError.check(unsafe ntp_rtc_open(path), "open", on: path))
        self.path = path
        self.zone = zone
    }

    /// For `Poller`; stays this device's own.
    public var descriptor: Int32 { file.number }

    /// Has the descriptor become readable whenever the clock counts a second, or not any more.
    public func setTicking(_ on: Bool) throws(SystemError) {
        try SystemError.check(ntp_rtc_set_ticking(descriptor, on ? 1 : 0), "switch the ticks of", on: path)
    }

    /// Whether a second was counted since the call before.
    public func takeTick() throws(SystemError) -> Bool {
        try SystemError.check(ntp_rtc_take_tick(descriptor), "read", on: path) > 0
    }

    /// Waits until a second is counted, for less than two: for a start, when there is nothing else to be done.
    public func waitForTick() throws(SystemError) -> Bool {
        try SystemError.check(ntp_rtc_wait(descriptor, 1500), "wait for", on: path) > 0
    }

    /// What it shows, in seconds since 1970 in UTC; nil for a date that there isn't.
    public func read() throws(SystemError) -> Int64? {
        var hands = ntp_rtc_reading()
        try SystemError.check(unsafe ntp_rtc_read(descriptor, &hands), "read", on: path)
        return RTCReading(hands).seconds(in: zone)
    }

    /// Has it show this time, in seconds since 1970 in UTC, from now on. Needs CAP_SYS_TIME.
    public func set(_ seconds: Int64) throws(SystemError) {
        var hands = RTCReading(seconds, in: zone).hands
        try SystemError.check(unsafe ntp_rtc_set(descriptor, &hands), "set", on: path)
    }
}

/// What such a clock shows; it may be a date that there isn't.
struct RTCReading: Hashable {
    var year: Int32
    /// From 1, as the days.
    var month: Int32
    var day: Int32
    var hour: Int32
    var minute: Int32
    var second: Int32
}

extension RTCReading {
    init(_ hands: ntp_rtc_reading) {
        self.init(
            year: hands.year, month: hands.month, day: hands.day, hour: hands.hour, minute: hands.minute,
            second: hands.second)
    }

    var hands: ntp_rtc_reading {
        ntp_rtc_reading(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// - Parameter seconds: Since 1970, in UTC.
    init(_ seconds: Int64, in zone: RTCDevice.Zone) {
        var time = time_t(seconds)
        var parts = unsafe tm()
        _ = unsafe zone == .utc ? gmtime_r(&time, &parts) : localtime_r(&time, &parts)
        unsafe self.init(
            year: parts.tm_year + 1900, month: parts.tm_mon + 1, day: parts.tm_mday, hour: parts.tm_hour,
            minute: parts.tm_min, second: min(parts.tm_sec, 59))
    }

    /// In seconds since 1970 in UTC; nil for a date that there isn't.
    func seconds(in zone: RTCDevice.Zone) -> Int64? {
        guard 1970..<2400 ~= year, 1...12 ~= month, 1...31 ~= day, 0..<24 ~= hour, 0..<60 ~= minute,
            0...60 ~= second
        else { return nil }
        var parts = unsafe tm()
        unsafe parts.tm_year = year - 1900
        unsafe parts.tm_mon = month - 1
        unsafe parts.tm_mday = day
        unsafe parts.tm_hour = hour
        unsafe parts.tm_min = minute
        unsafe parts.tm_sec = second
        // Summer time or not is for the zone to say.
        unsafe parts.tm_isdst = -1
        return Int64(unsafe zone == .utc ? timegm(&parts) : mktime(&parts))
    }
}
