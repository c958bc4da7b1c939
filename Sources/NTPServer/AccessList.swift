// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Who is answered: rules for subnets, of which the most specific one decides.
///
/// Without a rule nobody is answered. The rules are compiled into the ranges of addresses that they allow, so
/// that a look-up costs the same whatever the rules are.
public struct AccessList: Sendable {
    /// What a rule says.
    public enum Policy: Hashable, Sendable, BitwiseCopyable {
        case allow, deny
    }

    /// What is to become of the clients of a subnet.
    public struct Rule: Hashable, Sendable, BitwiseCopyable {
        /// Whether a rule leaves those for smaller subnets in force.
        public enum Scope: Hashable, Sendable, BitwiseCopyable {
            /// Rules for smaller subnets within this one stay in force.
            case exceptMoreSpecific
            /// Rules made before for smaller subnets within this one are removed (`allow all`, `deny all`).
            case everything
        }

        /// Whether they are answered.
        public var policy: Policy
        /// Who they are.
        public var subnet: Subnet
        /// What becomes of rules for smaller subnets.
        public var scope: Scope

        public init(_ policy: Policy, _ subnet: Subnet, scope: Scope = .exceptMoreSpecific) {
            self.policy = policy
            self.subnet = subnet
            self.scope = scope
        }
    }

    private struct Entry: Sendable, BitwiseCopyable {
        var subnet: Subnet
        var policy: Policy
    }

    /// In ascending order, a subnet before those that it contains.
    private var entries: [Entry] = []
    private var allowedIPv4 = RangeSet<UInt32>(boundaries: [])
    private var allowedIPv6 = RangeSet<UInt128>(boundaries: [])

    /// Nobody is answered.
    public init() {}

    public init(_ rules: some Sequence<Rule>) {
        apply(rules)
    }

    /// Adds rules in their order; one for a subnet that has one already replaces it.
    ///
    /// Compiles the list anew, so that many rules are best added at once.
    public mutating func apply(_ rules: some Sequence<Rule>) {
        var policies = Dictionary(uniqueKeysWithValues: entries.map { ($0.subnet, $0.policy) })
        for rule in rules {
            if rule.scope == .everything {
                policies = policies.filter { !rule.subnet.contains($0.key) }
            }
            policies[rule.subnet] = rule.policy
        }
        entries = policies.map { Entry(subnet: $0.key, policy: $0.value) }.sorted {
            let (a, b) = ($0.subnet, $1.subnet)
            return a.first == b.first ? a.length < b.length : a.first < b.first
        }
        compile()
    }

    /// Whether a client at this address is answered. The port doesn't matter.
    public func allows(_ address: ClientAddress) -> Bool {
        address.isIPv4
            ? allowedIPv4.contains(UInt32(truncatingIfNeeded: address.low))
            : allowedIPv6.contains(address.bits)
    }

    private mutating func compile() {
        let ipv4 = Self.boundaries(of: entries.filter(\.subnet.isIPv4))
        // What would follow the last address of all begins nothing.
        let inIPv4 = ipv4.filter { $0 <= Subnet.allIPv4.last }
        allowedIPv4 = RangeSet(boundaries: inIPv4.map { UInt32(truncatingIfNeeded: $0) })
        allowedIPv6 = RangeSet(boundaries: Self.boundaries(of: entries.filter { !$0.subnet.isIPv4 }))
    }

    /// Walks upwards through nested subnets and notes where the decision changes.
    private static func boundaries(of entries: [Entry]) -> [UInt128] {
        var boundaries: [UInt128] = []
        var enclosing: [Entry] = []

        func change(to policy: Policy, at address: UInt128) {
            // Two changes at one address, for nested subnets that begin there, make a range of no length.
            let isAllowed = !boundaries.count.isMultiple(of: 2)
            if isAllowed != (policy == .allow) { boundaries.append(address) }
        }
        func leaveSubnets(below address: UInt128) {
            while let left = enclosing.last, left.subnet.last < address {
                enclosing.removeLast()
                change(to: enclosing.last?.policy ?? .deny, at: left.subnet.last + 1)
            }
        }
        for entry in entries {
            leaveSubnets(below: entry.subnet.first)
            change(to: entry.policy, at: entry.subnet.first)
            enclosing.append(entry)
        }
        leaveSubnets(below: .max)
        return boundaries
    }
}
