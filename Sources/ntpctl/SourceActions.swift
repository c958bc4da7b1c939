// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import ArgumentParser
import NTPControl
import NTPControlClient

struct AddCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a source, until the daemon ends.")

    @Argument(help: "server, peer or pool.")
    var kind: Kind

    @Argument(help: "A host name or an address.")
    var name: String

    @Option(help: "The UDP port.")
    var ntpPort: UInt16 = 123

    @Option(help: "log₂ of the shortest time between requests, in seconds.")
    var minpoll: Int32 = 6

    @Option(help: "log₂ of the longest time between requests, in seconds.")
    var maxpoll: Int32 = 10

    @Option(help: "The number of a symmetric key.")
    var key: UInt32 = 0

    @Option(help: "How many addresses of a pool to use.")
    var maxsources: UInt32 = 4

    @Flag
    var flags: [Setting] = []

    @OptionGroup var connection: ConnectionOptions

    func validate() throws {
        guard (1...NewSource.maximumNameLength).contains(name.utf8.count) else {
            throw ValidationError("A name has 1 to \(NewSource.maximumNameLength) bytes.")
        }
    }

    func run(_ client: inout ControlClient) throws {
        var source = NewSource(kind.value, name: name)
        source.port = ntpPort
        source.minimumPoll = minpoll
        source.maximumPoll = maxpoll
        source.key = key
        source.maximumSources = maxsources
        for flag in flags { source.flags.insert(flag.value) }
        try client.perform(.addSource(source))
        try Standard.output.writeLine("Added \(kind.rawValue) \(name), until the daemon ends.")
    }

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case server, peer, pool

        var value: NewSource.Kind {
            switch self {
            case .server: .server
            case .peer: .peer
            case .pool: .pool
            }
        }
    }

    enum Setting: String, EnumerableFlag {
        case iburst, burst, prefer, noselect, trust, require, xleave, nts

        static func help(for setting: Setting) -> ArgumentHelp? {
            switch setting {
            case .iburst: "Some requests in quick succession at the start."
            case .burst: "Some requests in quick succession at each poll."
            case .prefer: "Use it before others that are as good."
            case .noselect: "Only watch it."
            case .trust: "Take it to be right, whatever others say."
            case .require: "Use no other source unless this one agrees."
            case .xleave: "Interleaved mode, for better timestamps."
            case .nts: "Authenticate it by Network Time Security."
            }
        }

        var value: SourceFlags {
            switch self {
            case .iburst: .iburst
            case .burst: .burst
            case .prefer: .prefer
            case .noselect: .noselect
            case .trust: .trust
            case .require: .require
            case .xleave: .interleaved
            case .nts: .nts
            }
        }
    }
}

struct RemoveCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove sources, until the daemon is started anew.",
        aliases: ["delete"])

    @Argument(help: "Addresses, or names in the configuration.")
    var sources: [String]

    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        for source in sources {
            for address in try client.knownAddresses(of: source) {
                try client.perform(.deleteSource(address))
                try Standard.output.writeLine("Removed \(address).")
            }
        }
    }
}

struct OnlineCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "online", abstract: "Have sources asked for the time.")

    @OptionGroup var choice: SourceChoice
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        for pattern in try choice.patterns(&client) { try client.perform(.setOnline(pattern)) }
    }
}

struct OfflineCommand: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "offline", abstract: "Have sources not asked any more; what was measured stays.")

    @OptionGroup var choice: SourceChoice
    @OptionGroup var connection: ConnectionOptions

    func run(_ client: inout ControlClient) throws {
        for pattern in try choice.patterns(&client) { try client.perform(.setOffline(pattern)) }
    }
}

/// Which sources are meant.
struct SourceChoice: ParsableArguments {
    @Argument(help: "Addresses, subnets (192.0.2.0/24), or names in the configuration. Default: all.")
    var sources: [String] = []

    func patterns(_ client: inout ControlClient) throws -> [AddressPattern] {
        guard !sources.isEmpty else { return [.all] }
        return try sources.flatMap { source in
            if let pattern = AddressPattern(source) { return [pattern] }
            return try client.knownAddresses(of: source).map { AddressPattern(address: $0, bits: 128) }
        }
    }
}
