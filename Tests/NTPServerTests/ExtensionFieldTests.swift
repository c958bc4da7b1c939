// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPServer

@Suite struct `Extension fields of requests` {
    private static let question = serialized(capacity: 28) { MonotonicRoot.question.serialize(into: &$0) }
    private static let correction = serialized(capacity: 28) { NetworkCorrection.serialize(into: &$0) }

    private func fields(_ answer: Answer) throws -> [UInt16: MonotonicRoot?] {
        let span = unsafe answer.bytes.span.bytes
        let layout = try DatagramLayout(parsing: span)
        var found: [UInt16: MonotonicRoot?] = [:]
        layout.forEachField(in: span) { found[$0.type] = MonotonicRoot($0, in: span) }
        return found
    }

    @Test func `are answered when they are known, once each`() throws {
        var responder = Fixture.responder()
        let trailer = Self.question + Self.correction + Self.question
        let answer = responder.answer(to: Fixture.request(trailer: trailer))
        #expect(answer.bytes.count == 48 + 28 + 28)
        #expect(Set(try fields(answer).keys) == [0xF323, 0x010A])
    }

    @Test func `tell root delay and dispersion exactly, and when the request came without our corrections`()
        throws
    {
        var responder = Fixture.responder()
        responder.monotonic = MonotonicTimescale(epoch: 9)
        let answer = responder.answer(to: Fixture.request(trailer: Self.question))
        let root = try #require(try fields(answer)[0xF323] ?? nil)
        #expect(abs(root.rootDelay - 0.010) < 4e-9)
        #expect(abs(root.rootDispersion - 0.002) < 4e-9)
        #expect(root.received == answer.packet?.receiveTimestamp)
        #expect(root.epoch == 9)
    }

    @Test(arguments: [
        [0xF3, 0x23, 0, 28] + [UInt8](repeating: 1, count: 24),
        [0x12, 0x34, 0, 28] + [UInt8](repeating: 0, count: 24),
        [0x01, 0x0A, 0, 32] + [UInt8](repeating: 0, count: 28),
    ])
    func `are passed over when they are not known`(trailer: [UInt8]) {
        var responder = Fixture.responder()
        let answer = responder.answer(to: Fixture.request(trailer: trailer))
        #expect(answer.verdict == .respond && answer.bytes.count == 48)
    }
}
