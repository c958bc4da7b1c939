// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

/// A datagram of the SOCK protocol.
private func datagram(
    seconds: Int64 = 1_800_000_000, microseconds: Int64 = 250_000, offset: Double = -0.001, pulse: Int32 = 0,
    leap: Int32 = 1, magic: Int32 = 0x534F_434B
) -> [UInt8] {
    func native<T: BitwiseCopyable>(_ value: T) -> [UInt8] {
        unsafe withUnsafeBytes(of: value) { unsafe Array($0) }
    }
    return native(seconds) + native(microseconds) + native(offset) + native(pulse) + native(leap)
        + native(0 as Int32) + native(magic)
}

private func reading(_ bytes: [UInt8]) -> ReferenceClockReading? {
    unsafe ReferenceClockReading(socketDatagram: bytes.span.bytes)
}

@Suite struct `A reading that another program hands over` {
    @Test func `is taken from a socket`() {
        let date = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 250_000_000)
        #expect(reading(datagram()) == ReferenceClockReading(date: date, offset: -0.001, leap: .insertSecond))
        #expect(reading(datagram(pulse: 1))?.isPulse == true)
    }

    @Test(arguments: [
        datagram().dropLast(), datagram() + [0], [], datagram(magic: 0x534F_434C), datagram(offset: .nan),
        datagram(offset: .infinity), datagram(offset: 1e300), datagram(seconds: -1), datagram(seconds: .max),
        datagram(microseconds: -1), datagram(microseconds: 1_000_000), datagram(leap: 3), datagram(leap: -1),
    ])
    func `is dropped whole when anything in it can't be`(bytes: [UInt8]) {
        #expect(reading(bytes) == nil)
    }

    @Test func `is taken from shared memory, to the nanosecond where the feeder knows it`() throws {
        var record = SharedMemoryRecord(
            reference: .init(seconds: 1_800_000_000, microseconds: 5, nanoseconds: 5_250),
            received: .init(seconds: 1_800_000_000, microseconds: 3, nanoseconds: 3_000), leap: 0)
        let exact = try #require(ReferenceClockReading(record))
        #expect((exact.offset - 2.25e-6).magnitude < 1e-12)
        // A feeder that doesn't know the field leaves what was there.
        record.reference.nanoseconds = 999
        let rounded = try #require(ReferenceClockReading(record))
        #expect((rounded.offset - 2e-6).magnitude < 1e-12)
    }

    @Test(arguments: [
        (Int64.min, Int32(0), Int32(0)), (.max, 0, 0), (0, -1, 0), (0, 1_000_000, 0), (0, 0, 3), (0, 0, .min),
        // More than half an era away from what the system's clock read.
        (4_000_000_000, 0, 0),
    ])
    func `is dropped when shared memory has what can't be`(seconds: Int64, microseconds: Int32, leap: Int32) {
        let record = SharedMemoryRecord(
            reference: .init(seconds: seconds, microseconds: microseconds, nanoseconds: 0),
            received: .init(seconds: 1, microseconds: 0, nanoseconds: 0), leap: leap)
        #expect(ReferenceClockReading(record) == nil)
    }
}
