// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPControl

@Suite struct `Round trip` {
    @Test(arguments: 0..<8 as Range<UInt64>)
    func `brings every request back as it was`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let request =
                generator.flag() ? ControlRequest.query(generator.query()) : .action(generator.action())
            let datagram = request.datagram(sequence: generator.integer(), attempt: generator.integer())
            #expect(datagram.count == request.command.requestLength)
            #expect(CommandGate().admit(datagram, over: .unix) == .handle(request))
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `brings every reply back as it was`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let (reply, command) = generator.reply()
            let header = RequestHeader(command: command, sequence: generator.integer())
            let datagram = try #require(reply.datagram(to: header))
            #expect(datagram.count <= header.datagramLength)
            #expect(try ControlReply(parsing: datagram, to: header) == reply)
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `brings the older replies back without what they can't carry`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            var data = generator.ntpDataReport()
            #expect(try throughOlderRequest(.ntpData(data), .ntpData) != .ntpData(data))
            data.timestamps = nil
            #expect(try throughOlderRequest(.ntpData(data), .ntpData) == .ntpData(data))
        }
    }

    @Test func `of older server statistics keeps the lower half of each counter`() throws {
        var statistics = ServerStatisticsReport()
        statistics.ntpHits = 0x1_0000_0007
        statistics.heldTimestampSpan = 9
        var expected = ServerStatisticsReport()
        expected.ntpHits = 7
        expected.heldTimestampSpan = 9
        let reply = try throughOlderRequest(.serverStatistics(statistics), .serverStatistics)
        #expect(reply == .serverStatistics(expected))
    }

    @Test func `of chrony 4.3's local leaves what it doesn't know at nothing`() throws {
        let body = "00000001 00000005 02800000 00000001"
        let datagram = try bytes("06010000 00380000 deadbeef 0000000000000000" + body)
        let expected = LocalReference(stratum: 5, distance: 0.5, orphan: true)
        let admission = CommandGate().admit(datagram, over: .unix)
        #expect(admission == .handle(.action(.setLocalReference(expected))))
    }

    @Test func `never makes a reply longer than its request`() {
        var generator = SeededGenerator(seed: 99)
        for _ in 0..<2000 {
            let (reply, command) = generator.reply()
            var header = RequestHeader(command: command, sequence: 0)
            header.datagramLength = Int.random(in: 28...860, using: &generator)
            if let datagram = reply.datagram(to: header) {
                #expect(datagram.count <= header.datagramLength, "\(command)")
            }
        }
    }

    private func throughOlderRequest(_ reply: ControlReply, _ command: ControlCommand) throws -> ControlReply
    {
        var header = RequestHeader(command: command, sequence: 3)
        header.datagramLength = command.minimumRequestLength
        let datagram = try #require(reply.datagram(to: header))
        #expect(datagram.count == command.minimumRequestLength)
        return try ControlReply(parsing: datagram, to: header)
    }
}
