// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPServer
import Testing

@Suite struct `Access list` {
    @Test(arguments: [ClientAddress(ipv4: 0xC000_0201, port: 123), ClientAddress(high: 0, low: 1, port: 123)])
    func `denies everybody by default`(client: ClientAddress) {
        #expect(!AccessList().allows(client))
    }

    @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
    func `lets the most specific rule decide, in whatever order they come`(order: [Int]) {
        let rules = [
            AccessList.Rule(.allow, Subnet(ipv4: 0xC000_0204, prefixLength: 32)),
            AccessList.Rule(.deny, Subnet(ipv4: 0xC000_0200, prefixLength: 27)),
            AccessList.Rule(.allow, Subnet(ipv4: 0xC000_0000, prefixLength: 16)),
        ]
        let list = AccessList(order.map { rules[$0] })
        #expect(allowed(0xC000_0203...0xC000_0205, by: list) == [false, true, false])
        #expect(allowed(0xC000_021F...0xC000_0220, by: list) == [false, true])
        #expect(allowed(0xC000_FFFF...0xC001_0000, by: list) == [true, false])
    }

    @Test(arguments: [AccessList.Policy.allow, .deny])
    func `lets the later of two rules for one subnet decide`(later: AccessList.Policy) {
        let list = AccessList([
            AccessList.Rule(later == .allow ? .deny : .allow, Subnet(ipv4: 0x0A00_0000, prefixLength: 8)),
            AccessList.Rule(later, Subnet(ipv4: 0x0A03_0201, prefixLength: 8)),
        ])
        #expect(list.allows(ClientAddress(ipv4: 0x0A01_0101, port: 123)) == (later == .allow))
    }

    @Test func `forgets smaller subnets when a rule is for everything in a larger one`() {
        var list = AccessList([
            AccessList.Rule(.deny, Subnet(ipv4: 0xC000_0204, prefixLength: 32)),
            AccessList.Rule(.deny, Subnet(ipv4: 0xC000_0200, prefixLength: 27)),
            AccessList.Rule(.allow, Subnet(ipv4: 0xC633_6401, prefixLength: 32)),
        ])
        list.apply([
            AccessList.Rule(.allow, Subnet(ipv4: 0xC000_0000, prefixLength: 16), scope: .everything)
        ])
        #expect(allowed(0xC000_0203...0xC000_0205, by: list) == [true, true, true])
        #expect(allowed(0xC633_6400...0xC633_6402, by: list) == [false, true, false])
        list.apply([AccessList.Rule(.deny, Subnet(ipv4: 0xC000_0204, prefixLength: 32))])
        #expect(allowed(0xC000_0203...0xC000_0205, by: list) == [true, false, true])
    }

    @Test func `keeps the families apart`() {
        let (four, six) = (ClientAddress(ipv4: 1, port: 123), ClientAddress(high: 0, low: 1, port: 123))
        #expect(!AccessList([AccessList.Rule(.allow, .allIPv6)]).allows(four))
        #expect(!AccessList([AccessList.Rule(.allow, .allIPv4)]).allows(six))
        var list = AccessList([
            AccessList.Rule(.allow, Subnet(four)), AccessList.Rule(.allow, Subnet(six)),
        ])
        list.apply([AccessList.Rule(.deny, .allIPv6, scope: .everything)])
        #expect(list.allows(four))
        #expect(!list.allows(six))
    }

    @Test func `knows an IPv4 client by its IPv4-mapped address`() {
        let mapped = ClientAddress(high: 0, low: 0xFFFF_C000_0201, port: 123)
        #expect(AccessList([AccessList.Rule(.allow, .allIPv4)]).allows(mapped))
        #expect(Subnet(mapped) == Subnet(ipv4: 0xC000_0201, prefixLength: 32))
    }

    @Test(arguments: [(0, 1), (UInt32.max, UInt32.max - 1)])
    func `reaches both ends of the IPv4 space`(end: UInt32, neighbour: UInt32) {
        let list = AccessList([AccessList.Rule(.allow, Subnet(ClientAddress(ipv4: end, port: 0)))])
        #expect(list.allows(ClientAddress(ipv4: end, port: 123)))
        #expect(!list.allows(ClientAddress(ipv4: neighbour, port: 123)))
    }

    @Test(arguments: [(0, 0, 1), (UInt64.max, UInt64.max, UInt64.max - 1)])
    func `reaches both ends of the IPv6 space`(high: UInt64, low: UInt64, neighbour: UInt64) {
        let end = ClientAddress(high: high, low: low, port: 123)
        let next = ClientAddress(high: high, low: neighbour, port: 123)
        let one = AccessList([AccessList.Rule(.allow, Subnet(end))])
        #expect(one.allows(end))
        #expect(!one.allows(next))
        let others = AccessList([AccessList.Rule(.allow, .allIPv6), AccessList.Rule(.deny, Subnet(end))])
        #expect(!others.allows(end))
        #expect(others.allows(next))
    }

    @Test func `doesn't take a prefix longer than an address`() async {
        await #expect(processExitsWith: .failure) { _ = Subnet(ipv4: 0, prefixLength: 33) }
        await #expect(processExitsWith: .failure) { _ = Subnet(high: 0, low: 0, prefixLength: 129) }
    }

    private func allowed(_ addresses: ClosedRange<UInt32>, by list: AccessList) -> [Bool] {
        addresses.map { list.allows(ClientAddress(ipv4: $0, port: 123)) }
    }
}
