// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// The machine's real-time clock as a reference clock: one that somebody keeps right, because of a better oscillator.
///
/// A class, because it owns the device and is kept among devices of other kinds.
public final class RTCClock: ReferenceClockDevice {
    private let device: RTCDevice

    public init(_ path: String, zone: RTCDevice.Zone) throws(SystemError) {
        device = try RTCDevice(path, zone: zone)
        try device.setTicking(true)
    }

    deinit {
        try? device.setTicking(false)
    }

    public var descriptor: Int32? { device.descriptor }

    /// The second that has just begun: when it did is known by being woken up then.
    public func read() throws(SystemError) -> [ReferenceClockReading] {
        let now = RealtimeClock.now
        guard try device.takeTick(), let seconds = try device.read() else { return [] }
        let shown = NTPDate(unixSeconds: seconds, nanoseconds: 0)
        return [ReferenceClockReading(date: now, offset: shown.seconds(since: now))]
    }
}
