// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `A table of leap seconds` {
    /// The last two leap seconds as IERS has them, and two that nobody has announced.
    private static let list = """
        #	A list of leap seconds
        #$	3676924800
        #@	3928521600
        3644697600	36	# 1 Jul 2015
        3692217600	37	# 1 Jan 2017
        4007750400	38	# 1 Jan 2027
        4023388800	37	# 1 Jul 2027
        """

    private func date(_ unixSeconds: Int64) -> NTPDate { NTPDate(unixSeconds: unixSeconds, nanoseconds: 0) }

    @Test func `is read from a leap-seconds list`() throws {
        let table = try #require(LeapSecondTable(list: Self.list))
        #expect(table.leap(at: date(1_483_228_799)) == .insertSecond)
        #expect(table.leap(at: date(1_483_142_400)) == .insertSecond)
        #expect(table.leap(at: date(1_483_228_800)) == .none)
        #expect(table.leap(at: date(1_814_399_999)) == .deleteSecond)
        #expect(table.taiOffset(at: date(1_483_228_799)) == 36)
        #expect(table.taiOffset(at: date(1_483_228_800)) == 37)
        #expect(table.taiOffset(at: date(0)) == nil)
        #expect(table.expiry == date(3_928_521_600 - 2_208_988_800))
    }

    @Test(
        arguments: [
            (1_798_761_636, 37), (1_798_761_637, 37), (1_798_761_638, 38), (1_814_400_036, 38),
            (1_814_400_037, 37), (0, nil),
        ] as [(Int64, Int32?)])
    func `tells how far ahead a clock is that keeps TAI`(reading: Int64, ahead: Int32?) throws {
        let table = try #require(LeapSecondTable(list: Self.list))
        #expect(table.taiOffset(atTAI: date(reading)) == ahead)
    }

    /// A time zone file of version 2, of which only the second block counts.
    private static func zone(_ leaps: [(Int64, Int32)]) -> [UInt8] {
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
            (0..<value.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        func header(_ leaps: Int) -> [UInt8] {
            let counts = [0, 0, UInt32(leaps), 0, 1, 4]
            return Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + counts.flatMap(bytes)
        }
        let type = [UInt8](repeating: 0, count: 6) + Array("UTC\0".utf8)
        return header(0) + type + header(leaps.count) + type + leaps.flatMap { bytes($0.0) + bytes($0.1) }
            + Array("\nUTC0\n".utf8)
    }

    @Test func `is read from a time zone that counts them`() throws {
        let table = try #require(
            LeapSecondTable(timeZone: Self.zone([(78_796_800, 1), (94_694_401, 2), (126_230_402, 3)])))
        #expect(table.taiOffset(at: date(63_072_000)) == 10)
        #expect(table.taiOffset(at: date(94_694_399)) == 11)
        #expect(table.taiOffset(at: date(94_694_400)) == 12)
        #expect(table.leap(at: date(126_230_399)) == .insertSecond)
        #expect(table.expiry == nil)
    }

    @Test(arguments: ["", "#@ 1", "3692217600", "3692217600 x", "3692217600 37\n3644697600 36", "1 10\n2 20"])
    func `is none when the list is damaged`(list: String) {
        #expect(LeapSecondTable(list: list) == nil)
    }

    @Test func `is none in a time zone without leap seconds, or half of one`() {
        #expect(LeapSecondTable(timeZone: Self.zone([])) == nil)
        let whole = Self.zone([(78_796_800, 1), (94_694_401, 2)])
        for length in stride(from: 0, to: whole.count - 6, by: 5) {
            #expect(LeapSecondTable(timeZone: Array(whole.prefix(length))) == nil)
        }
    }
}
