// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPServer
internal import NTPSystem

/// The rules of the access lists that name a host, until its address is known.
struct PendingAccess {
    struct Rule {
        var service: AccessService
        var rule: AccessRule

        /// The directive that made it.
        var name: String { (service == .command ? "cmd" : "") + rule.verdict.rawValue }
    }

    private var unasked: [Rule]
    private var asked: [UInt32: Rule] = [:]

    init(_ configuration: Configuration) {
        let server = configuration.server.access.map { Rule(service: .ntp, rule: $0) }
        let command = configuration.command.access.map { Rule(service: .command, rule: $0) }
        unasked = (server + command).filter { $0.rule.rules == nil }
    }

    /// Asks for the addresses of all that haven't been asked for.
    mutating func ask(_ resolver: inout NameResolver) {
        for pending in unasked {
            guard case .host(let name) = pending.rule.subject else { continue }
            asked[resolver.resolve(name, port: 0)] = pending
        }
        unasked = []
    }

    /// The rule that asked the question, if it was one.
    mutating func takeRule(of request: UInt32) -> Rule? {
        asked.removeValue(forKey: request)
    }
}
