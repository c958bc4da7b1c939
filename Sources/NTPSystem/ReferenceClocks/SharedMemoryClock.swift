// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim
public import NTPCore

/// The segment of shared memory by which a program like gpsd hands its readings over.
///
/// A class, because it owns the attachment and is kept among devices of other kinds.
@safe public final class SharedMemoryClock: ReferenceClockDevice {
    private let segment: UnsafeMutableRawPointer

    /// - Parameters:
    ///   - unit: The number of the segment.
    ///   - permissions: Those that it is made with, unless it is there: 0o600.
    public init(unit: Int32, permissions: Int32) throws(SystemError) {
        var segment: UnsafeMutableRawPointer?
        let result = unsafe ntp_shm_attach(unit, permissions, &segment)
        guard result == 0, let segment = unsafe segment else {
            throw SystemError(
                code: -result, operation: "attach the shared memory of", object: "refclock SHM \(unit)",
                remedy: "see who made it with 'ipcs -m'; who isn't root can't use that of others")
        }
        unsafe self.segment = segment
    }

    deinit {
        unsafe ntp_shm_detach(segment)
    }

    public var descriptor: Int32? { nil }

    public func read() -> [ReferenceClockReading] {
        var record = ntp_shm_record()
        guard unsafe ntp_shm_take(segment, &record) == 1 else { return [] }
        let reading = ReferenceClockReading(
            SharedMemoryRecord(
                reference: SharedMemoryRecord.Instant(
                    seconds: record.clock_seconds, microseconds: record.clock_microseconds,
                    nanoseconds: record.clock_nanoseconds),
                received: SharedMemoryRecord.Instant(
                    seconds: record.receive_seconds, microseconds: record.receive_microseconds,
                    nanoseconds: record.receive_nanoseconds),
                leap: record.leap))
        return reading.map { [$0] } ?? []
    }
}
