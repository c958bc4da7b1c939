// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@Suite struct `Reference ID` {
    @Test(arguments: [("GPS", 0x4750_5300), ("LOCL", 0x4C4F_434C), ("", 0), ("é", nil), ("ABCDE", nil)])
    func `is made of up to four ASCII characters`(text: String, bits: UInt32?) {
        #expect(ReferenceID(text)?.bits == bits)
    }

    @Test(
        arguments: [
            (0x4750_5300, "GPS"), (0x5241_5445, "RATE"), (0x4100_0000, "A"), (0, nil), (0x4100_4200, nil),
            (0x0041_4243, nil), (0xC633_6401, nil), (0x4750_537F, nil), (0x4750_531F, nil),
            (0x2020_2020, "    "),
        ] as [(UInt32, String?)])
    func `has a text only when all of it is printable`(bits: UInt32, text: String?) {
        #expect(ReferenceID(bits: bits).text == text)
    }

    @Test(arguments: [(0, "00000000"), (0x7F7F_0101, "7F7F0101"), (0xA, "0000000A")] as [(UInt32, String)])
    func `prints as eight hexadecimal digits`(bits: UInt32, text: String) {
        #expect("\(ReferenceID(bits: bits))" == text)
    }

    @Test func `takes its bytes in network order`() {
        #expect(ReferenceID(bits: 0xC633_6401).bytes == (198, 51, 100, 1))
    }
}

@Suite struct `Kiss code` {
    private func packet(_ code: String, stratum: UInt8 = 0, leap: LeapIndicator = .unsynchronized) throws
        -> NTPPacket
    {
        var packet = NTPPacket(version: 4, mode: .server)
        packet.stratum = stratum
        packet.leap = leap
        packet.referenceID = try #require(ReferenceID(code))
        return packet
    }

    @Test(arguments: [("RATE", .rate), ("DENY", .deny), ("RSTR", .restrict)] as [(String, KissCode)])
    func `is one of three that ask for something`(text: String, code: KissCode) throws {
        #expect(try KissCode(packet(text)) == code)
    }

    @Test(arguments: ["INIT", "STEP", "rate", "RAT", "X"])
    func `is some other that doesn't`(text: String) throws {
        let code = try #require(ReferenceID(text))
        #expect(try KissCode(packet(text)) == .other(code))
    }

    @Test func `is only in packets of stratum 0 without time`() throws {
        #expect(try KissCode(packet("RATE", stratum: 1)) == nil)
        #expect(try KissCode(packet("RATE", leap: .none)) == nil)
    }
}

@Suite struct `Packet error` {
    @Test(
        arguments: [
            (.truncated(47), 47, "datagram of 47 bytes; an NTP header has 48"),
            (.unsupportedVersion(5), 0, "NTP version 5; versions 1 to 4 are understood"),
            (
                .badExtensionLength(3), 48,
                "extension field at byte 48 claims 3 bytes; expected a multiple of 4, at least 16, within the datagram"
            ),
            (
                .trailingBytes(7), 64,
                "7 bytes from byte 64 on are neither an extension field nor an authenticator"
            ),
        ] as [(PacketError.Reason, Int, String)])
    func `says what was found, what was expected, and where`(
        reason: PacketError.Reason, offset: Int, text: String
    ) {
        #expect("\(PacketError(reason: reason, byteOffset: offset))" == text)
    }
}
