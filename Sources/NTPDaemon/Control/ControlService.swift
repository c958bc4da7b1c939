// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPServer
internal import NTPSystem

/// Where requests for reports and orders come in, and whose are heeded.
struct ControlService {
    let ports: [ControlPort]
    let socket: ControlSocket?
    /// Those of all of them, to be waited for.
    let descriptors: [Int32]
    private(set) var handler: CommandHandler
    /// Who may ask over the network, besides this machine.
    var access: AccessList
    /// Who has asked over the network.
    var clients: ClientTable
    /// How many of their requests are answered; nil for all of them.
    var rateLimit: RateLimit?
    /// Requests, and those that weren't answered because there were too many.
    private(set) var hits: UInt64 = 0
    private(set) var drops: UInt64 = 0
    /// By how much the time of the latest update is reported too early, in seconds.
    ///
    /// The exact one would tell anybody who asks when we get our own replies, which helps to forge them.
    private(set) var referenceTimeBlur = 0.0

    init(_ configuration: CommandConfiguration, ports: [ControlPort], socket: ControlSocket?) {
        self.ports = ports
        self.socket = socket
        descriptors = ports.map(\.descriptor) + (socket.map { [$0.descriptor] } ?? [])
        handler = CommandHandler(gate: CommandGate(openCommands: configuration.opened))
        access = AccessList(configuration.access.compactMap(\.rules).joined())
        rateLimit = configuration.rateLimit.map { RateLimit($0) }
        var generator = SystemRandomNumberGenerator()
        clients = ClientTable(byteLimit: Self.clientMemory, using: &generator)
    }

    /// In bytes, enough for 256 clients.
    private static let clientMemory = 10_240

    /// Changes which reports are given over the network.
    mutating func open(_ configuration: CommandConfiguration) {
        handler = CommandHandler(gate: CommandGate(openCommands: configuration.opened))
    }

    /// Whether requests from an address are answered at all.
    func allows(_ address: SocketAddress) -> Bool {
        address.isLocalHost || access.allows(ClientAddress(address))
    }

    /// The header of a request over the network that deserves an answer; counts it.
    mutating func admit(_ datagram: RawSpan, from peer: SocketAddress, at date: NTPDate) -> RequestHeader? {
        guard allows(peer), let header = RequestHeader(parsing: datagram) else { return nil }
        hits &+= 1
        let limit = peer.isLocalHost ? nil : rateLimit
        let admission = clients.admit(
            ClientAddress(peer), at: date, under: limit, random: UInt64.random(in: 0 ... .max))
        guard admission == .answer else {
            drops &+= 1
            return nil
        }
        return header
    }

    /// The header of a request over the Unix socket, whose users nobody limits; counts it.
    mutating func admit(_ datagram: RawSpan) -> RequestHeader? {
        guard let header = RequestHeader(parsing: datagram) else { return nil }
        hits &+= 1
        return header
    }

    mutating func blurReferenceTime() {
        referenceTimeBlur = Double.random(in: 0..<1)
    }
}

extension SocketAddress {
    /// Whether it is the address by which this machine asks itself.
    fileprivate var isLocalHost: Bool {
        ipv4 == 0x7F00_0001 || high == 0 && low == 1
    }
}

extension CommandConfiguration {
    /// What may be asked over the network, as the protocol has it.
    fileprivate var opened: OpenCommands {
        openCommands.reduce(into: []) { opened, command in
            if let command = OpenCommands(name: command.rawValue) { opened.insert(command) }
        }
    }
}
