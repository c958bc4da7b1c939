// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPControl

@Suite struct `Control time` {
    @Test(arguments: [
        NTPDate(unixSeconds: 1_795_445_932, nanoseconds: 246_807_513),
        NTPDate(unixSeconds: -1, nanoseconds: 1),
        NTPDate(unixSeconds: 0x1_2345_6789, nanoseconds: 999_999_999), .unixEpoch,
    ])
    func `is exact to the nanosecond, there and back`(date: NTPDate) {
        var writer = WireWriter(capacity: 12)
        writer.append(date)
        #expect(writer.bytes.count == 12)
        #expect(writer.bytes.read { $0.loadDate(0) } == date)
    }

    @Test func `of a sender with 32 bits has no upper half`() throws {
        let date = try bytes("7fffffff 6b04628e 00000000").read { $0.loadDate(0) }
        #expect(date == NTPDate(unixSeconds: 0x6B04_628E, nanoseconds: 0))
    }

    @Test func `has less than a second of nanoseconds`() throws {
        let date = try bytes("00000000 00000001 ffffffff").read { $0.loadDate(0) }
        #expect(date == NTPDate(unixSeconds: 1, nanoseconds: 999_999_999))
    }

    @Test func `of all zeros is never`() {
        var writer = WireWriter(capacity: 12)
        writer.append(nil as NTPDate?)
        #expect(writer.bytes == [UInt8](repeating: 0, count: 12))
        #expect(writer.bytes.read { $0.loadDateOrNever(0) } == nil)
    }
}
