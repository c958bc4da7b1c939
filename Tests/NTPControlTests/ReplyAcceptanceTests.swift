// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPControl

@Suite struct `Client` {
    static let header = RequestHeader(command: .sourceCount, sequence: 0xDEAD_BEEF)
    static let reply = ControlReply.sourceCount(SourceCountReport(count: 3))

    static func parse(_ change: (inout [UInt8]) -> Void) throws -> ControlReply {
        var datagram = try #require(reply.datagram(to: header))
        change(&datagram)
        return try ControlReply(parsing: datagram, to: header)
    }

    @Test func `takes the reply to its request`() throws {
        #expect(try Self.parse { _ in } == Self.reply)
    }

    @Test(arguments: [(1, 1), (2, 1), (3, 1)] as [(Int, UInt8)])
    func `waits on when it gets something else than a reply`(offset: Int, byte: UInt8) {
        #expect(throws: ReplyError.notAReply) { try Self.parse { $0[offset] = byte } }
        #expect(ReplyError.notAReply.isUnrelated)
    }

    @Test(arguments: [5, 16, 19])
    func `waits on when it gets the reply to another request`(offset: Int) {
        #expect(throws: ReplyError.otherRequest) { try Self.parse { $0[offset] ^= 1 } }
        #expect(ReplyError.otherRequest.isUnrelated)
    }

    @Test func `does not read another version`() {
        #expect(throws: ReplyError.unsupportedVersion(7)) { try Self.parse { $0[0] = 7 } }
    }

    @Test(arguments: [4, 5, 6, 7] as [UInt8])
    func `understands a daemon of another version that refuses`(version: UInt8) throws {
        let reply = try Self.parse {
            $0[0] = version
            $0[9] = 18
        }
        #expect(reply == .status(.badPacketVersion))
    }

    @Test func `does not take one report for another`() {
        #expect(throws: ReplyError.unexpectedCode(5)) { try Self.parse { $0[7] = 5 } }
        #expect(throws: ReplyError.unexpectedCode(1)) { try Self.parse { $0[7] = 1 } }
    }

    @Test func `does not guess at a status that it doesn't know`() {
        #expect(throws: ReplyError.unknownStatus(99)) { try Self.parse { $0[9] = 99 } }
    }

    @Test func `does not read behind the end`() {
        #expect(throws: ReplyError.truncated(31, expected: 32)) { try Self.parse { $0.removeLast() } }
    }

    @Test func `refuses a name without an end`() throws {
        let header = RequestHeader(command: .sourceName, sequence: 1)
        let reply = ControlReply.sourceName(SourceNameReport(name: "ntp.example"))
        var datagram = try #require(reply.datagram(to: header))
        datagram.replaceSubrange(28..., with: [UInt8](repeating: 0x61, count: 256))
        #expect(throws: ReplyError.malformed) { try ControlReply(parsing: datagram, to: header) }
    }
}
