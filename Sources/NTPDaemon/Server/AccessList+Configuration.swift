// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPServer
internal import NTPSystem

extension AccessRule {
    /// What the rule says to the server; both families for everyone. Nil for a host that is still to be resolved.
    var rules: [AccessList.Rule]? {
        switch subject {
        case .everyone: rules(for: [.allIPv4, .allIPv6])
        case .subnet(let subnet): rules(for: Subnet(subnet).map { [$0] } ?? [])
        case .host: nil
        }
    }

    func rules(for subnets: [Subnet]) -> [AccessList.Rule] {
        let policy: AccessList.Policy = verdict == .allow ? .allow : .deny
        return subnets.map { subnet in
            AccessList.Rule(policy, subnet, scope: overrides ? .everything : .exceptMoreSpecific)
        }
    }
}
