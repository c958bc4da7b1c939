// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPControlClient
import Testing

@Suite struct `Address` {
    @Test(arguments: ["192.0.2.1", "2001:db8::1", "ID#0000000007"])
    func `is read as it is printed`(text: String) {
        #expect(ControlAddress(text)?.description == text)
    }

    @Test(arguments: ["ntp.example.net", "", "192.0.2.1/24", "fe80::1%1", "ID#", "1.2.3"])
    func `is nothing else`(text: String) {
        #expect(ControlAddress(text) == nil)
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1", "192.0.2.2"), ("192.0.2.0/24", "192.0.2.255", "192.0.3.0"),
        ("10.0.0.0/8", "10.255.0.1", "11.0.0.0"), ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::1"),
        ("2001:db8::/65", "2001:db8::7fff:0:0:1", "2001:db8::8000:0:0:1"),
        ("2001:db8::1", "2001:db8::1", "2001:db8::2"),
    ])
    func `of a subnet stands for those in it`(pattern: String, inside: String, outside: String) throws {
        let pattern = try #require(AddressPattern(pattern))
        #expect(pattern.matches(try #require(ControlAddress(inside))))
        #expect(!pattern.matches(try #require(ControlAddress(outside))))
    }

    @Test(arguments: [
        "192.0.2.1/33", "192.0.2.1/", "192.0.2.1/-1", "/24", "2001:db8::/129", "a/8", "1.2.3.4/8/9",
    ])
    func `of no subnet is refused`(text: String) {
        #expect(AddressPattern(text) == nil)
    }
}
