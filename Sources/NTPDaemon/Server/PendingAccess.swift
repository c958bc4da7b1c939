// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPServer
internal import NTPSystem

/// The rules of the access list that name a host, until its address is known.
struct PendingAccess {
    private var unasked: [AccessRule]
    private var asked: [UInt32: AccessRule] = [:]

    init(_ rules: [AccessRule]) {
        unasked = rules.filter { $0.rules == nil }
    }

    /// Asks for the addresses of all that haven't been asked for.
    mutating func ask(_ resolver: inout NameResolver) {
        for rule in unasked {
            guard case .host(let name) = rule.subject else { continue }
            asked[resolver.resolve(name, port: 0)] = rule
        }
        unasked = []
    }

    /// The rule that asked the question, if it was one.
    mutating func takeRule(of request: UInt32) -> AccessRule? {
        asked.removeValue(forKey: request)
    }
}
