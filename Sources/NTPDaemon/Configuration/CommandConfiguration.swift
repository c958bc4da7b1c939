// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Who may ask for reports and give orders while the daemon runs.
struct CommandConfiguration: Hashable, Sendable {
    /// The UDP port for reports; 0 for none.
    var port: UInt16 = 323
    /// Nil for the loopback address of each family.
    var bindAddresses = BoundAddresses()
    var device: String?
    /// The Unix socket for reports and orders, where chronyc looks for it; "/" for none.
    var socketPath = "/run/chrony/chronyd.sock"
    /// Besides the loopback addresses, which are always allowed.
    var access: [AccessRule] = []
    var rateLimit: RateLimitConfiguration?
    /// What may be asked over UDP.
    var openCommands = OpenCommand.stable
}

/// A report that may be given to those whom `cmdallow` names.
enum OpenCommand: String, Hashable, Sendable, CaseIterable {
    case activity, authdata, clients, manual, ntpdata, rtcdata, selectdata, serverstats, smoothing, sourcename
    case sources, sourcestats, tracking

    /// Those that are open when the configuration names none.
    static let stable: Set<OpenCommand> = [
        .activity, .manual, .rtcdata, .smoothing, .sourcename, .sources, .sourcestats, .tracking,
    ]
}
