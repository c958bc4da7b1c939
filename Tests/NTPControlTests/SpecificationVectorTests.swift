// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPControl

/// Replies of chronyd 4.8 as the protocol's description quotes them.
@Suite struct `Quoted reply` {
    static let zeros20 = String(repeating: "00", count: 20)

    @Test func `of a source without samples is the same bytes`() throws {
        var report = SourceReport()
        report.address = .ipv4(0x7F00_0001)
        report.poll = PollInterval(exponent: 1)
        let expected = """
            06020000000f00030000000000000000deadbeef00000000000000007f000001000000000000000000000000\
            000100000001000000010000\
            00000000ffffffff000000000000000000000000
            """
        try expect(.source(report), to: .source, is: expected)
    }

    @Test func `of a clock with a local reference is the same bytes`() throws {
        var report = TrackingReport()
        report.referenceID = .local
        report.stratum = 5
        report.leap = .none
        report.referenceTime = NTPDate(unixSeconds: 0x6B04_502C, nanoseconds: 0x0EB5_FBD9)
        report.rootDelay = 0
        report.rootDispersion = 0
        let header = "06020000002100050000000000000000deadbeef0000000000000000"
        let expected =
            header + "7f7f0101" + Self.zeros20 + "00050000" + "000000006b04502c0eb5fbd9"
            + String(repeating: "00000000", count: 9)
        try expect(.tracking(report), to: .tracking, is: expected)
    }

    @Test func `of a selection without samples is the same bytes`() throws {
        var report = SelectionReport()
        report.referenceID = ReferenceID(bits: 0x7F00_0001)
        report.address = .ipv4(0x7F00_0001)
        let header = "06020000004500170000000000000000deadbeef0000000000000000"
        let expected =
            header + "7f0000017f000001000000000000000000000000" + "00010000"
            + "4d000300" + "00000000" + "00000000" + "04800000" + "0000000000000000"
        try expect(.selection(report), to: .selection, is: expected)
    }

    @Test func `of statistics without samples says 4 s and 2000 ppm`() throws {
        let datagram = try #require(
            ControlReply.sourceStatistics(SourceStatisticsReport()).datagram(to: header(.sourceStatistics)))
        #expect(hex(datagram[64..<68]) == "08800000")
        #expect(hex(datagram[72..<76]) == "18fa0000")
    }

    @Test func `of a source without authentication never established keys`() throws {
        let datagram = try #require(
            ControlReply.authentication(AuthenticationReport()).datagram(to: header(.authentication)))
        let expected = String(repeating: "00", count: 12) + "ffffffff" + String(repeating: "00", count: 8)
        #expect(hex(datagram[28...]) == expected)
    }

    @Test func `of the latest server statistics ends with four unused counters`() throws {
        let datagram = try #require(
            ControlReply.serverStatistics(ServerStatisticsReport()).datagram(to: header(.serverStatistics)))
        #expect(hex(datagram[6..<8]) == "0019")
        #expect(datagram[28..<164].allSatisfy { $0 == 0 })
        #expect(datagram[164...].count == 32 && datagram[164...].allSatisfy { $0 == 0xFF })
    }

    private func header(_ command: ControlCommand) -> RequestHeader {
        RequestHeader(command: command, sequence: 0xDEAD_BEEF)
    }

    private func expect(_ reply: ControlReply, to command: ControlCommand, is expected: String) throws {
        let datagram = try #require(reply.datagram(to: header(command)))
        #expect(hex(datagram) == expected)
        #expect(try ControlReply(parsing: bytes(expected), to: header(command)) == reply)
    }
}
