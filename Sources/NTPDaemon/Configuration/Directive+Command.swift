// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Directive {
    /// Who may ask and order what.
    static let command: [Directive] = [
        .value("cmdport", "PORT", \.command.port, .portOrZero),
        Directive("bindcmdaddress", "ADDRESS|SOCKET") { reader, configuration in
            switch reader.value(.commandAddress, "ADDRESS") {
            case .socket(let path): configuration.command.socketPath = path
            case .network(let address): configuration.command.bindAddresses.set(address)
            case nil: break
            }
        } print: { configuration in
            let path = configuration.command.socketPath
            let paths = path == Configuration.defaults.command.socketPath ? [] : [path]
            return (paths + configuration.command.bindAddresses.all.map(\.description)).map {
                ["bindcmdaddress", $0]
            }
        },
        .value("bindcmddevice", "INTERFACE", \.command.device, .interface),
        access("cmdallow", .allow, \.command.access, prefix: "cmd"),
        access("cmddeny", .deny, \.command.access, prefix: "cmd"),
        rateLimit("cmdratelimit", \.command.rateLimit, interval: -4, RateLimitConfiguration.basicOptions),
        Directive("opencommands", "[COMMAND]...") { reader, configuration in
            configuration.command.openCommands = Set(reader.values(.keyword, "COMMAND"))
        } print: { configuration in
            let commands = configuration.command.openCommands
            guard commands != OpenCommand.stable else { return [] }
            let names = OpenCommand.allCases.filter { commands.contains($0) }.map(\.rawValue)
            return [["opencommands"] + names]
        },
    ]
}

/// Where commands are listened for.
private enum CommandAddress: Sendable {
    case socket(String)
    case network(IPAddress)
}

extension Grammar where Value == CommandAddress {
    fileprivate static var commandAddress: Self {
        Self(expected: "an IP address or the path of a socket, from '/' on") { word in
            word.hasPrefix("/") ? .socket(word) : IPAddress(word).map { .network($0) }
        } print: { address in
            switch address {
            case .socket(let path): path
            case .network(let address): "\(address)"
            }
        }
    }
}
