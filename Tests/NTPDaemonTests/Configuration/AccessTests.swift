// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPServer
import NTPSystem
import Testing

@testable import NTPDaemon

@Suite struct `An access rule` {
    @Test(arguments: [
        ("10/8", "10.0.0.0/8"), ("172.16/12", "172.16.0.0/12"), ("0/0", "0.0.0.0/0"), ("1", "1.0.0.0/8"),
        ("3.4.5", "3.4.5.0/24"), ("3.4.5.0/24", "3.4.5.0/24"), ("1.2.3.4", "1.2.3.4"),
        ("1.2.3.4/32", "1.2.3.4"), ("10.1.2.3/8", "10.0.0.0/8"), ("1.2.3.4/31", "1.2.3.4/31"),
        ("::/0", "::/0"), ("2001:db8::/32", "2001:db8::/32"), ("2001:DB8::1", "2001:db8::1"),
        ("2001:db8:ffff::/33", "2001:db8:8000::/33"), ("::1/128", "::1"), ("fe80::/10", "fe80::/10"),
    ])
    func `is for a subnet, perhaps an abbreviated one`(text: String, subnet: String) throws {
        let rule = try #require(parse("allow \(text)").configuration.server.access.first)
        #expect("\(rule.subject)" == subnet)
        #expect(rule.subject == IPSubnet(text).map { .subnet($0) })
    }

    @Test(arguments: ["", "all"])
    func `without a subnet is for everyone`(all: String) {
        #expect(
            parse("deny \(all)").configuration.server.access == [
                AccessRule(verdict: .deny, subject: .everyone, overrides: all == "all")
            ])
    }

    @Test func `may be for a host`() {
        #expect(
            parse("allow ntp.example").configuration.server.access == [
                AccessRule(verdict: .allow, subject: .host("ntp.example"), overrides: false)
            ])
    }

    @Test(arguments: [
        "10/33", "10/", "/8", "1.2.3.4.5", "256", "1.2.3.", ".1", "01.2", "1..2", "1.2.3.4/-1", "1.2.3.4/+8",
        "::/129", "2001:db8::/32/1", ":", "1::2::3", "fe80::1%eth0", "1.2.3.4/8/8",
    ])
    func `is for nothing else`(text: String) {
        let parsed = parse("allow \(text)")
        #expect(parsed.configuration.server.access == [])
        #expect(parsed.errors.count == 1)
    }

    @Test func `keeps its place among the others, and says whether it overrides them`() {
        let text = "allow 1.2.3.4\ndeny 1.2.3\nallow all 1.2/16\ncmddeny all\ncmdallow ::1"
        let configuration = parse(text).configuration
        #expect(configuration.server.access.map(\.verdict) == [.allow, .deny, .allow])
        #expect(configuration.server.access.map(\.overrides) == [false, false, true])
        #expect(
            configuration.directives == [
                "allow 1.2.3.4", "deny 1.2.3.0/24", "allow all 1.2.0.0/16", "cmddeny all", "cmdallow ::1",
            ])
    }

    @Test func `becomes a rule of the server`() throws {
        let subnet = try #require(IPSubnet("10/8").flatMap { Subnet($0) })
        #expect(subnet == Subnet(ipv4: 0x0A00_0000, prefixLength: 8))
        let network = try #require(IPSubnet("2001:db8::/32").flatMap { Subnet($0) })
        #expect(network == Subnet(high: 0x2001_0DB8_0000_0000, low: 0, prefixLength: 32))
    }
}

@Suite struct `An IP address` {
    @Test(arguments: [
        "0.0.0.0", "255.255.255.255", "192.0.2.1", "::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8",
        "1:0:0:2::3", "1::2:0:0:3", "2001:db8:0:1:1:1:1:1", "::ffff:192.0.2.1", "fe80::1",
    ])
    func `is printed as it is written canonically`(text: String) {
        #expect(IPAddress(text)?.description == text)
    }

    @Test(arguments: [
        ("2001:DB8::0001", "2001:db8::1"), ("0:0:0:0:0:0:0:0", "::"), ("1:0:2::", "1:0:2::"),
        ("::1.2.3.4", "::102:304"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
        ("1:0:0:2:0:0:3:4", "1::2:0:0:3:4"),
    ])
    func `is printed canonically`(text: String, canonical: String) {
        #expect(IPAddress(text)?.description == canonical)
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "1.2.3.-4", "1.2.3.+4", " 1.2.3.4",
        "1.2.3.4 ",
        "1.2.3.4x", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", ":1::",
        "1::2:",
        "1.2.3.4::", "::1.2.3", "::1.2.3.4.5", "1:2:3:4:5:6:7:1.2.3.4", "+1::", "::-1", "1:2:3:4::5:6:7:8",
    ])
    func `has no other notation`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `is read again as it was printed`() {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<2000 {
            // Runs of zeros are what the notation is tricky about.
            var bits = UInt128.random(in: 0 ... .max, using: &generator)
            for group in 0..<8 where Bool.random(using: &generator) {
                bits &= ~(0xFFFF << UInt128(16 * group))
            }
            let address = IPAddress.v6(bits)
            #expect(IPAddress(address.description) == address)
            let short = IPAddress.v4(UInt32(truncatingIfNeeded: bits))
            #expect(IPAddress(short.description) == short)
        }
    }

    @Test(arguments: ["192.0.2.1", "2001:db8::1:2"])
    func `is an address of a socket`(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(SocketAddress(address, port: 123) == SocketAddress(text, port: 123))
    }
}
