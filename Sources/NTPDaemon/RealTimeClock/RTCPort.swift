// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPSystem

/// The battery-backed clock, as far as it is watched: the machine's, or one in a test.
protocol RTCPort: AnyObject {
    /// Becomes readable with a tick.
    var descriptor: Int32 { get }
    /// Has it tell when it counts a second.
    func setTicking(_ on: Bool) throws(SystemError)
    /// Whether it has counted one since the call before.
    func takeTick() throws(SystemError) -> Bool
    /// What it shows, in seconds since 1970; nil for a date that there isn't.
    func read() throws(SystemError) -> Int64?
    func set(_ seconds: Int64) throws(SystemError)
}

extension RTCDevice: RTCPort {}
