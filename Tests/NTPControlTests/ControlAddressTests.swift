// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPControl

@Suite struct `Control address` {
    static let texts: [(ControlAddress, String)] = [
        (.ipv4(0xC000_0201), "192.0.2.1"),
        (.ipv6(high: 0x2001_0DB8_0000_0000, low: 1), "2001:db8::1"),
        (.ipv6(high: 0, low: 1), "::1"),
        (.ipv6(high: 0, low: 0), "::"),
        (.ipv6(high: 0x2001_0DB8_0000_0001, low: 0x0001_0001_0001_0001), "2001:db8:0:1:1:1:1:1"),
        (.ipv6(high: 0x2001_0000_0000_0001, low: 0x0000_0000_0000_0001), "2001:0:0:1::1"),
        (.ipv6(high: 0xFE80_0000_0000_0000, low: 0xABCD_0000_0000_0000), "fe80::abcd:0:0:0"),
        (.unresolved(id: 1), "ID#0000000001"),
        (.unspecified, ""),
    ]

    @Test(arguments: texts)
    func `is written in the usual notation`(address: ControlAddress, text: String) {
        #expect(address.description == text)
    }

    @Test(arguments: texts.map(\.0))
    func `takes 20 bytes, there and back`(address: ControlAddress) {
        var writer = WireWriter(capacity: 20)
        writer.append(address)
        #expect(writer.bytes.count == 20)
        #expect(writer.bytes.read { $0.loadAddress(0) } == address)
    }

    @Test func `of an unknown family is nobody's`() {
        let bytes = [UInt8](repeating: 1, count: 20)
        #expect(bytes.read { $0.loadAddress(0) } == .unspecified)
    }
}

@Suite struct `Address pattern` {
    static let subnet = AddressPattern(mask: .ipv4(0xFFFF_FF00), address: .ipv4(0xC000_0200))

    @Test func `means every address in its subnet`() {
        #expect(Self.subnet.matches(.ipv4(0xC000_02FE)))
        #expect(!Self.subnet.matches(.ipv4(0xC000_0301)))
        #expect(!Self.subnet.matches(.ipv6(high: 0, low: 0xC000_0201)))
    }

    @Test func `of IPv6 looks at all 128 bits`() {
        let pattern = AddressPattern(
            mask: .ipv6(high: .max, low: 0xFFFF_0000_0000_0000), address: .ipv6(high: 1, low: 0x0002 << 48))
        #expect(pattern.matches(.ipv6(high: 1, low: 0x0002_0000_0000_0009)))
        #expect(!pattern.matches(.ipv6(high: 2, low: 0x0002_0000_0000_0009)))
        #expect(!pattern.matches(.ipv6(high: 1, low: 0x0003_0000_0000_0009)))
    }

    @Test(arguments: [ControlAddress.ipv4(1), .ipv6(high: 1, low: 2), .unresolved(id: 7)])
    func `without an address means everybody`(address: ControlAddress) {
        #expect(AddressPattern.all.matches(address))
    }

    @Test func `without a mask means one address`() {
        let one = AddressPattern(mask: .unspecified, address: .unresolved(id: 7))
        #expect(one.matches(.unresolved(id: 7)))
        #expect(!one.matches(.unresolved(id: 8)))
    }
}
