// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// A `server` or `pool` directive in force.
struct SourceDirective {
    /// Never used twice.
    struct ID: Hashable {
        var rawValue: UInt32
    }

    /// Who asked for it, and may so take it back.
    enum Origin {
        case configuration
        /// A file of a `sourcedir`.
        case sourceDirectory
        /// A command.
        case command
        /// `initstepslew`, for the start alone.
        case initialCorrection
    }

    let id: ID
    let origin: Origin
    let configuration: SourceConfiguration
    /// How many servers it stands for.
    var wanted: Int
    /// The numbers by which those of them that have no address are known, from here on.
    let firstSlot: UInt32
    /// Whether servers that it comes to stand for aren't asked until told to.
    var isOffline: Bool
    var retry = RetryDelay()
    /// When its name is to be resolved; nil while that is under way, and when nothing is missing.
    var resolveAt: MonotonicInstant?
    /// The number of the question that is under way.
    var request: UInt32?
    /// When the name is to be resolved again though nothing is missing; nil for not at all.
    var refreshAt: MonotonicInstant?
    /// What the name stood for as well when it was last resolved.
    var spares: [SocketAddress] = []
    /// The servers that something better is wanted for, and when that was last looked for.
    var replaced: Set<SourceID> = []
    var latestReplacement: MonotonicInstant?
    /// Whether servers whose addresses the name doesn't stand for any more are to be replaced.
    var isRefreshing = false

    init(
        _ configuration: SourceConfiguration, id: ID, origin: Origin, firstSlot: UInt32,
        resolveAt: MonotonicInstant
    ) {
        self.id = id
        self.origin = origin
        self.configuration = configuration
        self.firstSlot = firstSlot
        self.resolveAt = resolveAt
        isOffline = configuration.options.startsOffline
        wanted = configuration.kind == .pool ? configuration.options.maximumSources : 1
    }

    var name: String { configuration.host.description }

    /// Whether its host has a name, which may come to stand for other addresses.
    var isNamed: Bool {
        if case .name = configuration.host { true } else { false }
    }
}
