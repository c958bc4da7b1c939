// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPServer
import Testing

/// Requests of real clients.
@Suite struct `Captured requests` {
    /// The datagrams of Vectors/requests.hex by name.
    static let captures = Dictionary(
        uniqueKeysWithValues: String(decoding: PackageResources.requests_hex, as: UTF8.self)
            .split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { line in
                let words = line.split(separator: " ")
                return (String(words[0]), bytes(ofHex: words[1]))
            })

    static func bytes(ofHex text: Substring) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    @Test(
        arguments: [
            ("chronyd", 4, .server, 6, 0xD576_DC36_6C92_3544),
            ("chronyd-version-3", 3, .server, 6, 0x7509_7785_E0BA_E693),
            ("chronyd-extension", 4, .server, 6, 0x3911_75AD_4156_0C5E),
            ("chronyd-peer", 4, .symmetricPassive, 0, 0xEEAE_E5D5_B166_2373),
            ("ntpdig", 4, .server, 0, 0xEEAE_E5D3_099E_7000),
            ("ntpdate", 4, .server, 0, 0xEEAE_E5D4_7279_0000),
        ] as [(String, UInt8, Mode, Int8, UInt64)])
    func `get the reply that they wait for`(
        name: String, version: UInt8, mode: Mode, poll: Int8, origin: UInt64
    ) throws {
        var responder = Fixture.responder()
        let request = try #require(Self.captures[name])
        let reply = try #require(responder.answer(to: request).packet)
        #expect(reply.version == version)
        #expect(reply.mode == mode)
        #expect(reply.poll.exponent == poll)
        #expect(reply.originTimestamp.bits == origin)
    }

    @Test(arguments: ["chronyd-md5", "chronyd-sha1"])
    func `get none when they are authenticated`(name: String) throws {
        var responder = Fixture.responder()
        let request = try #require(Self.captures[name])
        #expect(responder.answer(to: request).verdict == .drop(.unauthenticated))
    }
}
