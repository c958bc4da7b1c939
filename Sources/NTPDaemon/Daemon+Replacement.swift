// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// Servers that aren't of use, and what takes their places where their names stand for others too.
extension Daemon {
    /// So many requests without an answer make a server unreachable.
    private static let unansweredLimit = 8
    /// At so many polls in a row a server may be of no use for other reasons.
    private static let badPollLimit = 4

    /// Looks for another server in the place of one that has been of no use for a while.
    mutating func judge(_ id: SourceID, now: MonotonicInstant) {
        guard let server = table.server(id), let directive = table[server.directive], directive.isNamed,
            let report = synchronizer.report(for: id, at: clock.now)
        else { return }
        let badPolls = table.note(isBad: report.isOfNoUse, of: id)
        guard report.unanswered >= Self.unansweredLimit || badPolls >= Self.badPollLimit else { return }
        // One that never answered was chosen blindly.
        if report.counters.valid == 0, let spare = table.takeSpare(of: directive.id) {
            replace(server, with: spare, now: now)
        } else {
            table.seekReplacement(of: server, now: now)
        }
    }

    mutating func replace(_ old: SourceTable.Server, with new: SocketAddress, now: MonotonicInstant) {
        guard let directive = table[old.directive] else { return }
        log.info("Source \(old.address.host) replaced with \(new.host) (\(old.name))")
        remove(old.id)
        addServer(new, for: directive, now: now)
    }
}

extension SourceSnapshot {
    /// Whether it answers, but not so that its time could be used.
    fileprivate var isOfNoUse: Bool {
        switch status {
        case .unsynchronized, .falseticker, .tooDistant, .tooJittery: true
        default: packet?.leap == .unsynchronized
        }
    }
}
