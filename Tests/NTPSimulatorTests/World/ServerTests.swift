// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
@testable import NTPSimulator
import Testing

@Suite struct `Server model` {
    static let world = World(start: NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0), leap: nil)

    static func reply(
        of server: ServerModel, at seconds: Double = 100, in world: World = Self.world
    ) -> NTPPacket? {
        var request = NTPPacket(version: 4, mode: .client)
        request.transmitTimestamp = NTPTimestamp(bits: 0x1234_5678)
        return server.reply(
            to: request, at: TrueTime(seconds: seconds), in: world, id: ReferenceID(bits: 0xC000_0201))
    }

    @Test func `tells the time of reception and transmission`() throws {
        let reply = try #require(Self.reply(of: ServerModel()))
        let received = NTPTimestamp(Self.world.start.advanced(by: 100))
        #expect(reply.receiveTimestamp == received)
        #expect((received.distance(to: reply.transmitTimestamp).seconds - 10e-6).magnitude < 1e-9)
        #expect(reply.originTimestamp == NTPTimestamp(bits: 0x1234_5678))
    }

    @Test func `lies by offset, frequency and jumps together`() {
        var server = ServerModel(offset: 0.5, frequency: 1e-3)
        server.jumps = [.init(at: 50, by: 2), .init(at: 150, by: 4)]
        #expect((server.error(at: 100) - 2.6).magnitude < 1e-12)
        #expect((server.error(at: 200) - 6.7).magnitude < 1e-12)
    }

    @Test func `is silent from when it is told to`() {
        var server = ServerModel()
        server.conduct = [.init(at: 50, to: .silent), .init(at: 150, to: .answers)]
        #expect(Self.reply(of: server, at: 49) != nil)
        #expect(Self.reply(of: server, at: 50) == nil)
        #expect(Self.reply(of: server, at: 150) != nil)
    }

    @Test(arguments: [KissCode.rate, .deny, .restrict])
    func `kisses with the code it was given`(code: KissCode) throws {
        var server = ServerModel()
        server.conduct = [.init(at: 0, to: .kiss(code))]
        let reply = try #require(Self.reply(of: server))
        #expect(KissCode(reply) == code)
    }

    @Test func `says when it has lost its own source`() throws {
        var server = ServerModel()
        server.conduct = [.init(at: 0, to: .unsynchronized)]
        let reply = try #require(Self.reply(of: server))
        #expect(reply.leap == .unsynchronized)
        #expect(KissCode(reply) == nil)
    }

    @Test func `announces a leap second for a day and then makes it`() throws {
        let leap = LeapSecond(at: 100_000, .inserted)
        let world = World(start: Self.world.start, leap: leap)
        func reply(at seconds: Double) throws -> NTPPacket {
            try #require(Self.reply(of: ServerModel(), at: seconds, in: world))
        }
        #expect(try reply(at: 13_599).leap == .none)
        #expect(try reply(at: 13_600).leap == .insertSecond)
        #expect(try reply(at: 100_000).leap == .none)
        let across = try reply(at: 99_999).receiveTimestamp.distance(to: reply(at: 100_001).receiveTimestamp)
        #expect(across.seconds == 1)
    }

    @Test func `announces what it likes if it is to lie about leap seconds`() throws {
        var server = ServerModel()
        server.leap = .deleteSecond
        #expect(try #require(Self.reply(of: server)).leap == .deleteSecond)
    }
}
