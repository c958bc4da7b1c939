// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPControl

@Suite struct `Command gate` {
    /// A request as chronyc pads it; `change` spoils it.
    static func request(_ number: UInt16, length: Int, change: (inout [UInt8]) -> Void = { _ in }) -> [UInt8]
    {
        var datagram = [UInt8](repeating: 0, count: length)
        datagram[0] = 6
        datagram[1] = 1
        datagram[4] = UInt8(number >> 8)
        datagram[5] = UInt8(number & 0xFF)
        change(&datagram)
        return datagram
    }

    static func admit(
        _ datagram: [UInt8], over transport: ControlTransport = .unix, open: OpenCommands = .standard
    ) -> Admission {
        CommandGate(openCommands: open).admit(datagram, over: transport)
    }

    @Test(arguments: [0, 1, 19, 20, 27, 861, 900])
    func `drops what has no length of a request`(length: Int) {
        let datagram = Array((Self.request(33, length: 900)).prefix(length))
        #expect(Self.admit(datagram) == .drop)
    }

    @Test(arguments: [104, 105, 420, 860])
    func `takes a request that is longer than it must be`(length: Int) {
        #expect(Self.admit(Self.request(33, length: length)) == .handle(.query(.tracking)))
    }

    @Test(arguments: [(1, 2), (1, 0), (2, 1), (3, 1)] as [(Int, UInt8)])
    func `drops what isn't a request`(offset: Int, byte: UInt8) {
        #expect(Self.admit(Self.request(33, length: 104) { $0[offset] = byte }) == .drop)
    }

    @Test(arguments: [0, 1, 4] as [UInt8])
    func `drops versions too old for being told`(version: UInt8) {
        #expect(Self.admit(Self.request(33, length: 104) { $0[0] = version }) == .drop)
    }

    @Test(arguments: [5, 7, 255] as [UInt8])
    func `tells other versions`(version: UInt8) {
        // Before anything else is looked at: another version may have other commands and lengths.
        #expect(Self.admit(Self.request(999, length: 28) { $0[0] = version }) == .reply(.badPacketVersion))
    }

    @Test(arguments: [0, 10, 12, 27, 28, 32, 38, 39, 40, 55, 58, 59, 60, 61, 75, 999, 65535] as [UInt16])
    func `refuses unknown commands over both transports`(number: UInt16) {
        #expect(Self.admit(Self.request(number, length: 28)) == .reply(.invalid))
        #expect(Self.admit(Self.request(number, length: 28), over: .udp) == .reply(.invalid))
    }

    @Test(arguments: ControlCommand.allCases)
    func `refuses requests that are shorter than their replies`(command: ControlCommand) {
        guard command.minimumRequestLength > 28 else { return }
        let datagram = Self.request(command.rawValue, length: command.minimumRequestLength - 1)
        #expect(Self.admit(datagram) == .reply(.badPacketLength))
        // Even for those who may not ask: the length comes first.
        #expect(Self.admit(datagram, over: .udp) == .reply(.badPacketLength))
    }

    @Test(arguments: ControlCommand.allCases)
    func `lets the network ask for what is open, and for nothing else`(command: ControlCommand) {
        let datagram = Self.request(command.rawValue, length: command.requestLength)
        let isRefused = Self.admit(datagram, over: .udp) == .reply(.unauthorized)
        #expect(isRefused == !OpenCommands.standard.permits(command))
        #expect(Self.admit(datagram) != .reply(.unauthorized))
    }

    @Test(arguments: ControlCommand.allCases)
    func `opens everything that only looks, when told to`(command: ControlCommand) {
        let datagram = Self.request(command.rawValue, length: command.requestLength)
        let isRefused =
            Self.admit(datagram, over: .udp, open: OpenCommands(rawValue: .max)) == .reply(.unauthorized)
        let staysClosed = [ControlCommand.accessCheck, .commandAccessCheck].contains(command)
        #expect(isRefused == (command.access == .control || staysClosed))
    }

    @Test func `leaves counting and limiting to between the header and the rest`() throws {
        let datagram = Self.request(33, length: 104) { $0[0] = 5 }
        let header = try #require(RequestHeader(parsing: datagram))
        #expect(header.version == 5)
        let admission = datagram.read { CommandGate().admit(header, of: $0, over: .udp) }
        #expect(admission == .reply(.badPacketVersion))
    }
}
