// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPCore
import Testing

@Suite struct `Measurement arithmetic` {
    static let unit = 0x1p-64

    /// Four timestamps as distances from a date of today, in units of 2⁻⁶⁴ s.
    private func measurement(_ t1: Int128, _ t2: Int128, _ t3: Int128, _ t4: Int128) -> Measurement {
        let now = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 123_456_789)
        return Measurement(
            requestSent: NTPDate(bits: now.bits + t1), requestReceived: NTPDate(bits: now.bits + t2),
            replySent: NTPDate(bits: now.bits + t3), replyReceived: NTPDate(bits: now.bits + t4),
            packet: NTPPacket(version: 4, mode: .server), sentBy: .kernel, receivedBy: .kernel)
    }

    private static let second: Int128 = 1 << 64

    @Test func `is positive when the server is ahead`() {
        let ahead = measurement(0, 10 * Self.second, 11 * Self.second, 3 * Self.second)
        #expect(ahead.offset == 9)
        #expect(ahead.delay == 2)
    }

    @Test func `sees the smallest unit in a date of today`() {
        let measurement = measurement(0, 2, 2, 0)
        #expect(measurement.offset == 2 * Self.unit)
        #expect(measurement.delay == 0)
    }

    @Test func `is as small as it should be across the largest distances`() {
        // The request seems to travel 68 years into the future and the reply back; only a unit remains.
        let far = Int128(1) << 95
        let measurement = measurement(0, far, -far, 2)
        #expect(measurement.offset == -Self.unit)
        #expect(measurement.delay == 0x1p32)
    }

    @Test(arguments: [1, -1] as [Int128])
    func `doesn't overflow for timestamps that an attacker chose`(sign: Int128) {
        let far = Int128(1) << 95
        let apart = measurement(0, sign * far, sign * far, 0)
        #expect(apart.offset == Double(sign) * 0x1p31)
        #expect(apart.delay == 0)
        let long = measurement(0, sign * far, -sign * far, 0)
        #expect(long.offset == 0)
        #expect(long.delay == Double(sign) * 0x1p32)
    }

    @Test(arguments: [2_085_978_496, 4_233_462_144, 6_380_945_792] as [Int64])
    func `is the same across the roll-over of the wire`(unixSeconds: Int64) {
        let now = NTPDate(unixSeconds: unixSeconds, nanoseconds: 0)
        let (received, sent) = (now.advanced(by: 0.25), now.advanced(by: 0.375))
        let measurement = Measurement(
            requestSent: now.advanced(by: -0.5),
            requestReceived: NTPDate(NTPTimestamp(received), near: now),
            replySent: NTPDate(NTPTimestamp(sent), near: now),
            replyReceived: now.advanced(by: 0.5),
            packet: NTPPacket(version: 4, mode: .server), sentBy: .kernel, receivedBy: .kernel)
        #expect(measurement.offset == 0.3125)
        #expect(measurement.delay == 0.875)
    }
}
