// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Who is answered: rules for subnets, of which the most specific one decides.
///
/// Without a rule nobody is answered. The rules are compiled into the sorted list of those addresses at which
/// the decision changes, so that a look-up is one binary search in one array, whatever the rules are.
public struct AccessList: Sendable {
    public enum Policy: Hashable, Sendable, BitwiseCopyable {
        case allow, deny
    }

    public struct Rule: Hashable, Sendable, BitwiseCopyable {
        public enum Scope: Hashable, Sendable, BitwiseCopyable {
            /// Rules for smaller subnets within this one stay in force.
            case exceptMoreSpecific
            /// Rules made before for smaller subnets within this one are removed (`allow all`, `deny all`).
            case everything
        }

        public var policy: Policy
        public var subnet: Subnet
        public var scope: Scope

        public init(_ policy: Policy, _ subnet: Subnet, scope: Scope = .exceptMoreSpecific) {
            self.policy = policy
            self.subnet = subnet
            self.scope = scope
        }
    }

    private var policies: [Subnet: Policy] = [:]
    /// Ascending. Addresses below the first are denied, from there to the second allowed, and so on in turn.
    private var boundaries: [UInt128] = []

    /// Nobody is answered.
    public init() {}

    public init(_ rules: some Sequence<Rule>) {
        apply(rules)
    }

    /// Adds rules in their order; one for a subnet that has one already replaces it.
    ///
    /// Compiles the list anew, so that many rules are best added at once.
    public mutating func apply(_ rules: some Sequence<Rule>) {
        for rule in rules {
            if rule.scope == .everything {
                policies = policies.filter { !rule.subnet.contains($0.key) }
            }
            policies[rule.subnet] = rule.policy
        }
        boundaries = Self.boundaries(of: policies)
    }

    /// Whether a client at this address is answered. The port doesn't matter.
    public func allows(_ address: ClientAddress) -> Bool {
        let bits = address.bits
        var low = 0
        var count = boundaries.count
        while count > 0 {
            let half = count / 2
            let isAbove = boundaries[low + half] <= bits
            low = isAbove ? low + half + 1 : low
            count = isAbove ? count - half - 1 : half
        }
        return !low.isMultiple(of: 2)
    }
}

extension AccessList {
    /// Walks the address space upwards through nested subnets and notes where the decision changes.
    private static func boundaries(of policies: [Subnet: Policy]) -> [UInt128] {
        var policies = policies
        // IPv6 rules must not reach into the part of the space where IPv4 addresses stand for themselves.
        policies[.allIPv4] = policies[.allIPv4] ?? .deny
        let outermostFirst = policies.keys.sorted {
            $0.first == $1.first ? $0.length < $1.length : $0.first < $1.first
        }
        var boundaries: [UInt128] = []
        var enclosing: [Subnet] = []

        func change(to policy: Policy?, at address: UInt128) {
            // Two changes at one address: only the later one, for the smaller subnet, counts.
            if boundaries.last == address { boundaries.removeLast() }
            let isAllowed = !boundaries.count.isMultiple(of: 2)
            if isAllowed != (policy == .allow) { boundaries.append(address) }
        }
        func leaveSubnets(below address: UInt128) {
            while let ended = enclosing.last, ended.last < address {
                enclosing.removeLast()
                change(to: enclosing.last.flatMap { policies[$0] }, at: ended.last + 1)
            }
        }
        for subnet in outermostFirst {
            leaveSubnets(below: subnet.first)
            change(to: policies[subnet], at: subnet.first)
            enclosing.append(subnet)
        }
        leaveSubnets(below: .max)
        return boundaries
    }
}
