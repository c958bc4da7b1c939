// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPServer
import Testing

@Suite struct `Subnet notation` {
    @Test(arguments: [
        ("192.0.2.1", 0xC000_0201, 32), ("192.0.2.0/24", 0xC000_0200, 24), ("192.0.2", 0xC000_0200, 24),
        ("10/8", 0x0A00_0000, 8), ("10", 0x0A00_0000, 8), ("172.16/12", 0xAC10_0000, 12),
        ("172.31.255.255/12", 0xAC10_0000, 12), ("0/0", 0, 0), ("192.0.2.1/0", 0, 0),
        ("192.0.2.255/31", 0xC000_02FE, 31),
    ])
    func `reads IPv4`(text: String, address: UInt32, length: Int) throws {
        #expect(try #require(Subnet(text)) == #require(Subnet(ipv4: address, prefixLength: length)))
    }

    @Test(arguments: [
        ("2001:db8::1", 0x2001_0DB8_0000_0000, 1, 128), ("2001:db8::/32", 0x2001_0DB8_0000_0000, 0, 32),
        ("::", 0, 0, 128), ("::/0", 0, 0, 0), ("::1", 0, 1, 128), ("1::", 0x0001_0000_0000_0000, 0, 128),
        ("1:2:3:4:5:6:7:8", 0x0001_0002_0003_0004, 0x0005_0006_0007_0008, 128),
        ("::2:3:4:5:6:7:8", 0x0000_0002_0003_0004, 0x0005_0006_0007_0008, 128),
        ("1:2:3:4:5:6:7::", 0x0001_0002_0003_0004, 0x0005_0006_0007_0000, 128),
        ("1:2:3::5:6:7:8", 0x0001_0002_0003_0000, 0x0005_0006_0007_0008, 128),
        ("FE80::ABCD", 0xFE80_0000_0000_0000, 0xABCD, 128),
        ("64:ff9b::192.0.2.1", 0x0064_FF9B_0000_0000, 0xC000_0201, 128),
    ])
    func `reads IPv6`(text: String, high: UInt64, low: UInt64, length: Int) throws {
        #expect(try #require(Subnet(text)) == #require(Subnet(high: high, low: low, prefixLength: length)))
    }

    @Test(arguments: [
        "", "/", "/8", "10/", "10/33", "10/-1", "10/+8", "10/08", "10/8/8", "10.", ".10", "10..1", "256",
        "1.2.3.4.5", "010.1", "+1", "1.2.3.4 ", "all", "example.com", ":", ":::", "1:2", "::1::", ":1::2",
        "1::2:", "12345::", "1:2:3:4:5:6:7:8:9", "1:2:3:4::5:6:7:8", "::/129", "g::", "::+1", "::1.2.3",
        "1.2.3.4::", "fe80::1%eth0", "1:2:3:4:5:6:7:1.2.3.4", "١٠/8",
    ])
    func `refuses what is no subnet`(text: String) {
        #expect(Subnet(text) == nil)
    }

    @Test(arguments: ["10", "10/8", "192.0.2.0/32", "::/128", "2001:db8", ""])
    func `of a client is a whole address`(text: String) {
        #expect(ClientAddress(text, port: 123) == nil)
    }

    @Test(arguments: [-1, 33])
    func `has no IPv4 prefix of more than 32 bits`(length: Int) {
        #expect(Subnet(ipv4: 0, prefixLength: length) == nil)
    }

    @Test(arguments: [-1, 129])
    func `has no IPv6 prefix of more than 128 bits`(length: Int) {
        #expect(Subnet(high: 0, low: 0, prefixLength: length) == nil)
    }
}
