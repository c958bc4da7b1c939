// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPServer
import Testing

/// The compiled list against a model that tries every rule on every address.
@Suite struct `Access list against a model` {
    /// A rule as the model sees it: an address of `width` bits and how many of them count.
    struct ModelRule {
        var bits: UInt128
        var length: Int
        var policy: AccessList.Policy
        var scope: AccessList.Rule.Scope
    }

    struct Model {
        let width: Int
        var rules: [ModelRule] = []

        func covers(_ rule: ModelRule, _ address: UInt128) -> Bool {
            rule.length == 0 || (rule.bits ^ address) >> UInt128(width - rule.length) == 0
        }

        mutating func add(_ rule: ModelRule) {
            if rule.scope == .everything {
                rules = rules.filter { $0.length < rule.length || !covers(rule, $0.bits) }
            }
            rules.append(rule)
        }

        func allows(_ address: UInt128) -> Bool {
            // `max` keeps the first of equals, but the later rule replaces the earlier.
            rules.reversed().filter { covers($0, address) }.max { $0.length < $1.length }?.policy == .allow
        }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `agrees on IPv4 subnets of every length`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var model = Model(width: 32)
        var list = AccessList()
        // Few addresses, so that subnets nest and meet.
        for rule in randomRules(64, width: 32, distinctBits: 8, using: &generator) {
            model.add(rule)
            let subnet = Subnet(ipv4: UInt32(rule.bits), prefixLength: rule.length)
            list.apply([AccessList.Rule(rule.policy, subnet, scope: rule.scope)])
        }
        for address in edges(of: model) {
            let client = ClientAddress(ipv4: UInt32(truncatingIfNeeded: address), port: 1)
            #expect(list.allows(client) == model.allows(address & 0xFFFF_FFFF), "\(address)")
        }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `agrees on IPv6 subnets of every length`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var model = Model(width: 128)
        var rules: [AccessList.Rule] = []
        for rule in randomRules(64, width: 128, distinctBits: 8, using: &generator) {
            model.add(rule)
            let (high, low) = (UInt64(rule.bits >> 64), UInt64(truncatingIfNeeded: rule.bits))
            let subnet = Subnet(high: high, low: low, prefixLength: rule.length)
            rules.append(AccessList.Rule(rule.policy, subnet, scope: rule.scope))
        }
        let list = AccessList(rules)
        for address in edges(of: model) {
            let (high, low) = (UInt64(address >> 64), UInt64(truncatingIfNeeded: address))
            let client = ClientAddress(high: high, low: low, port: 1)
            #expect(list.allows(client) == model.allows(address), "\(address)")
        }
    }

    /// Addresses differ in their first bits, as many as `distinctBits`, and in their last ones.
    private func randomRules(
        _ count: Int, width: Int, distinctBits: Int, using generator: inout SeededGenerator
    ) -> [ModelRule] {
        (0..<count).map { _ in
            let first = UInt128(generator.next() & (1 << UInt64(distinctBits) - 1))
            let last = UInt128(generator.next() & 0xF)
            return ModelRule(
                bits: first << UInt128(width - distinctBits) | last,
                length: .random(in: 0...width, using: &generator),
                policy: Bool.random(using: &generator) ? .allow : .deny,
                scope: .random(in: 0..<16, using: &generator) == 0 ? .everything : .exceptMoreSpecific)
        }
    }

    /// The addresses at which any rule begins to count, or stops.
    private func edges(of model: Model) -> [UInt128] {
        model.rules.flatMap { rule in
            let hosts = UInt128.max >> UInt128(128 - model.width + rule.length)
            let (first, last) = (rule.bits & ~hosts, rule.bits | hosts)
            return [first &- 1, first, rule.bits, last, last &+ 1]
        }
    }
}
