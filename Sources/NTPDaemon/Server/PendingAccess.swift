// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPServer
internal import NTPSystem

/// The rules of the access lists that name a host, until its addresses are known.
struct PendingAccess {
    struct Rule {
        var service: AccessService
        var rule: AccessRule
        /// The rules behind it, which may overrule it for some addresses.
        fileprivate var successors: ArraySlice<AccessRule>
        fileprivate var retry = RetryDelay()
        fileprivate var askAt: MonotonicInstant

        /// The directive that made it.
        var name: String { (service == .command ? "cmd" : "") + rule.verdict.rawValue }

        /// What it comes to for the addresses of its host, but for those that rules behind it decide about.
        ///
        /// Those are in force already, though they come later.
        func rules(for addresses: [SocketAddress]) -> [AccessList.Rule] {
            let decided = successors.compactMap(\.rules).joined()
            let subnets = addresses.map { Subnet(ClientAddress($0)) }.filter { subnet in
                !decided.contains {
                    $0.subnet == subnet || $0.scope == .everything && $0.subnet.contains(subnet)
                }
            }
            return rule.rules(for: subnets)
        }
    }

    private var unasked: [Rule]
    private var asked: [UInt32: Rule] = [:]

    init(_ configuration: Configuration, now: MonotonicInstant) {
        unasked =
            Self.pending(configuration.server.access, of: .ntp, now: now)
            + Self.pending(configuration.command.access, of: .command, now: now)
    }

    private static func pending(
        _ rules: [AccessRule], of service: AccessService, now: MonotonicInstant
    ) -> [Rule] {
        rules.indices.filter { rules[$0].rules == nil }.map { index in
            Rule(service: service, rule: rules[index], successors: rules[(index + 1)...], askAt: now)
        }
    }

    /// When the next host is to be asked for.
    var deadline: MonotonicInstant? {
        unasked.lazy.map(\.askAt).min()
    }

    /// Asks for the addresses of all that it is time for.
    mutating func ask(_ resolver: inout NameResolver, now: MonotonicInstant) {
        let due = unasked.filter { $0.askAt <= now }
        unasked.removeAll { $0.askAt <= now }
        for pending in due {
            guard case .host(let name) = pending.rule.subject else { continue }
            asked[resolver.resolve(name, port: 0)] = pending
        }
    }

    /// The rule that asked the question, if it was one.
    mutating func takeRule(of request: UInt32) -> Rule? {
        asked.removeValue(forKey: request)
    }

    /// Has a host asked for again, the later the more often this has happened.
    ///
    /// - Returns: In how many seconds.
    mutating func retry(_ pending: Rule, now: MonotonicInstant) -> Double {
        var pending = pending
        let delay = pending.retry.next()
        pending.askAt = now.advanced(by: delay)
        unasked.append(pending)
        return delay
    }
}
