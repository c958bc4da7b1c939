// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPControl

@Suite struct `Hostile input` {
    @Test(arguments: 0..<3 as Range<UInt64>)
    func `of random bytes gets at most as many bytes back`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var target = RecordingTarget()
        for length in 0...900 {
            check(generator.bytes(length), &target)
        }
    }

    @Test(arguments: 0..<3 as Range<UInt64>)
    func `behind a good header gets at most as many bytes back`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var target = RecordingTarget()
        for length in 28...900 {
            var datagram = generator.bytes(length)
            datagram.replaceSubrange(
                0..<6, with: [6, 1, 0, 0, 0, UInt8.random(in: 0...80, using: &generator)])
            check(datagram, &target)
        }
    }

    @Test(arguments: Exchange.reports + Exchange.actions)
    func `made of real requests gets at most as many bytes back`(exchange: Exchange) {
        var generator = SeededGenerator(seed: 3)
        var target = RecordingTarget()
        for _ in 0..<100 {
            check(Self.spoiled(exchange.request, &generator), &target)
        }
    }

    @Test(arguments: Exchange.reports + Exchange.actions)
    func `made of real replies is read or refused by a client`(exchange: Exchange) throws {
        var generator = SeededGenerator(seed: 4)
        let header = try exchange.header()
        for _ in 0..<100 {
            let reply = Self.spoiled(exchange.reply, &generator)
            guard let parsed = try? ControlReply(parsing: reply, to: header) else { continue }
            // What was read can be sent on.
            #expect((parsed.datagram(to: header)?.count ?? 0) <= header.datagramLength)
        }
    }

    @Test func `of random bytes is no reply to anything`() {
        var generator = SeededGenerator(seed: 5)
        let header = RequestHeader(command: .tracking, sequence: 1)
        for length in 0...900 {
            #expect(throws: ReplyError.self) {
                try ControlReply(parsing: generator.bytes(length), to: header)
            }
        }
    }

    private func check(_ datagram: [UInt8], _ target: inout RecordingTarget) {
        for transport in ControlTransport.allCases {
            let reply = CommandHandler().reply(to: datagram, over: transport, from: &target)
            if let reply, reply.count > datagram.count {
                Issue.record("\(reply.count) bytes in reply to \(hex(datagram))")
            }
        }
        target.calls = []
    }

    /// Some bytes changed behind the first four, some cut off or appended.
    private static func spoiled(_ datagram: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var spoiled = datagram
        for _ in 0..<Int.random(in: 0...8, using: &generator) {
            spoiled[Int.random(in: 4..<spoiled.count, using: &generator)] = generator.integer()
        }
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: spoiled.removeLast(Int.random(in: 0..<spoiled.count, using: &generator))
        case 1: spoiled += generator.bytes(Int.random(in: 0...400, using: &generator))
        default: break
        }
        return spoiled
    }
}
