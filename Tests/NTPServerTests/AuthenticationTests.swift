// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPServer
import Testing

@Suite struct `Authenticated requests` {
    /// Key n makes n bytes of a digest that says only how long the message is.
    private struct Keys: MessageAuthenticator {
        func digestLength(of key: KeyID) -> Int? {
            [16, 20, 32].contains(key.rawValue) ? Int(key.rawValue) : nil
        }

        func appendDigest(by key: KeyID, length: Int, messageLength: Int, to output: inout OutputRawSpan) {
            for _ in 0..<length { output.append(UInt8(messageLength)) }
        }

        func verifies(_ digest: RawSpan, of message: RawSpan, by key: KeyID) -> Bool {
            (0..<digest.byteCount).allSatisfy {
                unsafe digest.unsafeLoad(fromByteOffset: $0, as: UInt8.self) == UInt8(message.byteCount)
            }
        }
    }

    private static func answer(version: UInt8 = 4, trailer: [UInt8]) -> (Answer, ServerCounters) {
        var responder = Fixture.responder()
        responder.authenticator = Keys()
        let answer = responder.answer(to: Fixture.request(version: version, trailer: trailer))
        return (answer, responder.counters)
    }

    private static func authenticator(_ key: UInt8, length: Int, behind count: UInt8 = 48) -> [UInt8] {
        [0, 0, 0, key] + Array(repeating: count, count: length)
    }

    @Test(arguments: [(4, 16, 16), (4, 20, 20), (4, 32, 20), (3, 32, 32), (3, 32, 20)])
    func `are answered by the same key, with as much of the digest`(version: UInt8, key: UInt8, length: Int) {
        let trailer = Self.authenticator(key, length: length)
        let (answer, counters) = Self.answer(version: version, trailer: trailer)
        #expect(answer.verdict == .respond)
        #expect(Array(answer.bytes.dropFirst(48)) == trailer)
        #expect(counters.authenticated == 1)
    }

    @Test func `are proved with what lies between header and authenticator`() {
        let field: [UInt8] = [0x12, 0x34, 0, 28] + Array(repeating: 0, count: 24)
        let (answer, _) = Self.answer(trailer: field + Self.authenticator(20, length: 20, behind: 76))
        #expect(answer.verdict == .respond)
        #expect(answer.bytes.count == 48 + 24)
        let (refused, _) = Self.answer(trailer: field + Self.authenticator(20, length: 20, behind: 48))
        #expect(refused.verdict == .drop(.unauthenticated))
    }

    @Test(arguments: [
        authenticator(20, length: 16), authenticator(16, length: 20), authenticator(32, length: 16),
        authenticator(9, length: 20), authenticator(20, length: 20, behind: 47), [0, 0, 0, 20],
    ])
    func `by unknown keys, with wrong or short digests, are dropped`(trailer: [UInt8]) {
        let (answer, counters) = Self.answer(trailer: trailer)
        #expect(answer.verdict == .drop(.unauthenticated))
        #expect(answer.bytes.isEmpty)
        #expect(counters.authenticated == 0)
    }

    @Test func `don't keep plain ones from being answered`() {
        let (answer, _) = Self.answer(trailer: [])
        #expect(answer.bytes.count == 48)
    }
}
