// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Others in the place of servers that aren't of use.
extension SourceTable {
    /// A name isn't asked for something better more often than this, in seconds.
    private static let replacementInterval = 1800.0

    /// An address that the directive's name stood for as well and that nobody uses; it is only given once.
    mutating func takeSpare(of id: SourceDirective.ID) -> SocketAddress? {
        guard let spare = self[id].flatMap({ unused($0.spares).first }) else { return nil }
        change(id) { directive in directive.spares.removeAll { $0 == spare } }
        return spare
    }

    /// Has a server's name resolved, to replace it by another that the name stands for, unless that was tried of late.
    mutating func seekReplacement(of server: Server, now: MonotonicInstant) {
        change(server.directive) { directive in
            let isRecent = directive.latestReplacement.map {
                now.seconds(since: $0) < Self.replacementInterval
            }
            guard directive.replaced.contains(server.id) || isRecent != true else { return }
            directive.latestReplacement = now
            directive.replaced.insert(server.id)
            if directive.request == nil { directive.resolveAt = now }
        }
    }

    /// The servers that the directive seeks replacements for, each with one.
    func soughtReplacements(
        for directive: SourceDirective, in addresses: [SocketAddress]
    ) -> [(old: Server, new: SocketAddress)] {
        let bad = servers(of: directive.id).filter { directive.replaced.contains($0.id) }
        return zip(bad, unused(addresses)).map { (old: $0, new: $1) }
    }
}
