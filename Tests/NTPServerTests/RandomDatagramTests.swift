// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPServer
import Testing

/// What holds for any bytes from anywhere.
@Suite struct `Responder under random datagrams` {
    @Test(arguments: 0...1280)
    func `never sends more than it got, nor in a mode that is answered`(length: Int) {
        var generator = SeededGenerator(seed: UInt64(length))
        var responder = Fixture.responder()
        for _ in 0..<8 {
            let datagram = randomDatagram(length, using: &generator)
            let port = UInt16.random(in: 0...200, using: &generator)
            let client = ClientAddress(high: generator.next(), low: generator.next(), port: port)
            let answer = responder.answer(
                to: datagram, from: client, receivedAt: randomDate(using: &generator),
                transmitAt: randomDate(using: &generator))
            #expect(answer.bytes.count == (answer.verdict == .respond ? 48 : 0))
            #expect(answer.bytes.count <= length)
            #expect(answer.packet.map { [.server, .symmetricPassive].contains($0.mode) } ?? true)
        }
    }

    /// Half of them look like a request at first glance, and have a first extension field that may fit.
    private func randomDatagram(_ length: Int, using generator: inout SeededGenerator) -> [UInt8] {
        var datagram = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
        guard length >= 48, Bool.random(using: &generator) else { return datagram }
        let mode: UInt8 = Bool.random(using: &generator) ? 3 : 1
        datagram[0] = UInt8.random(in: 1...4, using: &generator) << 3 | mode
        if length >= 52 {
            let fieldLength = Int.random(in: 0...length - 48, using: &generator) & ~3
            datagram[50] = UInt8(fieldLength >> 8)
            datagram[51] = UInt8(fieldLength & 0xFF)
        }
        return datagram
    }

    private func randomDate(using generator: inout SeededGenerator) -> NTPDate {
        NTPDate(bits: Int128(Int64(bitPattern: generator.next())) << 64 | Int128(generator.next()))
    }
}
