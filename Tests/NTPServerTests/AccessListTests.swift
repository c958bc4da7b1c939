// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPServer
import Testing

@Suite struct `Access list` {
    @Test(arguments: ["192.0.2.1", "2001:db8::1"])
    func `denies everybody by default`(address: String) throws {
        #expect(try !allows(address, by: []))
    }

    @Test func `lets the most specific rule decide, in whatever order they come`() throws {
        let rules = [("192.0.2.4", .allow), ("192.0.2.0/27", .deny), ("192.0/16", .allow)] as [Directive]
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let ordered = order.map { rules[$0] }
            #expect(try allows("192.0.2.4", by: ordered))
            #expect(try !allows("192.0.2.5", by: ordered))
            #expect(try !allows("192.0.2.31", by: ordered))
            #expect(try allows("192.0.2.32", by: ordered))
            #expect(try !allows("192.1.0.0", by: ordered))
        }
    }

    @Test func `lets the later of two rules for one subnet decide`() throws {
        #expect(try allows("10.1.1.1", by: [("10/8", .deny), ("10/8", .allow)]))
        #expect(try !allows("10.1.1.1", by: [("10/8", .allow), ("10.3.2.1/8", .deny)]))
    }

    @Test func `forgets smaller subnets when a rule is for everything in a larger one`() throws {
        let before: [Directive] = [("192.0.2.4", .deny), ("192.0.2.0/27", .deny), ("198.51.100.1", .deny)]
        var list = AccessList(try before.map(rule))
        list.apply([AccessList.Rule(.allow, try subnet("192.0/16"), scope: .everything)])
        #expect(list.allows(try address("192.0.2.4")))
        #expect(list.allows(try address("192.0.2.5")))
        #expect(!list.allows(try address("198.51.100.1")))
        list.apply([AccessList.Rule(.deny, try subnet("192.0.2.4"))])
        #expect(!list.allows(try address("192.0.2.4")))
        #expect(list.allows(try address("192.0.2.5")))
    }

    @Test func `keeps the families apart`() throws {
        #expect(try !allows("192.0.2.1", by: [("::/0", .allow)]))
        #expect(try !allows("2001:db8::1", by: [("0/0", .allow)]))
        var list = AccessList(try [("192.0.2.1", .allow), ("2001:db8::1", .allow)].map(rule))
        list.apply([AccessList.Rule(.deny, .allIPv6, scope: .everything)])
        #expect(list.allows(try address("192.0.2.1")))
        #expect(!list.allows(try address("2001:db8::1")))
    }

    @Test func `knows an IPv4 client by its IPv4-mapped address`() throws {
        #expect(try allows("::ffff:192.0.2.1", by: [("192.0.2.0/24", .allow)]))
        #expect(try allows("192.0.2.1", by: [("::ffff:192.0.2.0/120", .allow)]))
    }

    @Test(arguments: [("0.0.0.0", "0.0.0.1"), ("255.255.255.255", "255.255.255.254")])
    func `reaches both ends of the IPv4 space`(end: String, neighbour: String) throws {
        #expect(try allows(end, by: [(end, .allow)]))
        #expect(try !allows(neighbour, by: [(end, .allow)]))
    }

    @Test(arguments: [
        ("::", "::1"), ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe"),
    ])
    func `reaches both ends of the IPv6 space`(end: String, neighbour: String) throws {
        #expect(try allows(end, by: [(end, .allow)]))
        #expect(try !allows(neighbour, by: [(end, .allow)]))
        #expect(try allows(end, by: [("::/0", .allow), (neighbour, .deny)]))
    }

    typealias Directive = (String, AccessList.Policy)

    private func allows(_ client: String, by directives: [Directive]) throws -> Bool {
        AccessList(try directives.map(rule)).allows(try address(client))
    }

    private func rule(_ directive: Directive) throws -> AccessList.Rule {
        AccessList.Rule(directive.1, try subnet(directive.0))
    }

    private func subnet(_ text: String) throws -> Subnet {
        try #require(Subnet(text))
    }

    private func address(_ text: String) throws -> ClientAddress {
        try #require(ClientAddress(text, port: 123))
    }
}
