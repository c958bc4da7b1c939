// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
internal import Glibc
public import NTPCore

/// Which end of a pulse counts: the rising or the falling one, as a rule.
public enum PulseEdge: Hashable, Sendable {
    case assert, clear
}

/// A device whose pulses the kernel stamps, one at the start of each second as a rule (RFC 2783).
///
/// It is read at intervals: an older kernel calls it ready when there is nothing new.
/// A class, because it owns the descriptor and is kept among devices of other kinds.
public final class PulseDevice: ReferenceClockDevice {
    private let path: String
    private let edge: PulseEdge
    private let file: FileDescriptor
    /// The number of the latest pulse that was taken; zero before the first one.
    private var latest: UInt32 = 0

    public init(_ path: String, edge: PulseEdge) throws(SystemError) {
        self.path = path
        self.edge = edge
        file = try FileDescriptor.openDevice(path, O_RDONLY)
        let result = ntp_pps_capture(file.number, edge == .clear ? 1 : 0)
        guard result >= 0 else {
            throw SystemError(
                code: -result, operation: "capture the pulses of", object: path,
                remedy: result == -ENOTTY ? "it is no device of pulses" : nil)
        }
        // What came before the start may be of any age.
        latest = try fetch().sequence
    }

    public var descriptor: Int32? { nil }

    public func read() throws(SystemError) -> [ReferenceClockReading] {
        let pulse = try fetch()
        guard pulse.sequence != latest else { return [] }
        latest = pulse.sequence
        return [ReferenceClockReading(pulseAt: NTPDate(pulse.time))]
    }

    private func fetch() throws(SystemError) -> ntp_pulse {
        var pulse = ntp_pulse()
        let result = unsafe ntp_pps_fetch(file.number, edge == .clear ? 1 : 0, &pulse)
        try SystemError.check(result, "read the pulses of", on: path)
        return pulse
    }
}
