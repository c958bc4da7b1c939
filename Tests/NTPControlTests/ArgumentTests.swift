// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPControl

@Suite struct `Arguments` {
    @Test func `of ADD_SOURCE need a kind that is known`() {
        let datagram = Self.addSource { $0[23] = 4 }
        #expect(Self.admission(datagram) == .reply(.invalid))
    }

    @Test func `of ADD_SOURCE need a name`() {
        let datagram = Self.addSource { $0[24] = 0 }
        #expect(Self.admission(datagram) == .reply(.invalidName))
    }

    @Test func `of ADD_SOURCE need an end of the name`() {
        let datagram = Self.addSource { for index in 24..<280 { $0[index] = 0x61 } }
        #expect(Self.admission(datagram) == .reply(.invalidName))
    }

    @Test(arguments: [0x0A, 0x1B, 0x20, 0x7F, 0x80, 0xFF] as [UInt8])
    func `of ADD_SOURCE have no bytes in the name that spoil a log`(byte: UInt8) {
        let datagram = Self.addSource { $0[25] = byte }
        #expect(Self.admission(datagram) == .reply(.invalidName))
    }

    @Test func `of ADD_SOURCE need a port that exists`() {
        let datagram = Self.addSource { $0[281] = 1 }
        #expect(Self.admission(datagram) == .reply(.invalid))
    }

    @Test(arguments: [(13, 3), (13, -1), (52, 2)] as [(UInt16, Int32)])
    func `that are words have to be known ones`(number: UInt16, word: Int32) {
        let datagram = `Command gate`.request(number, length: 28) {
            for index in 0..<4 { $0[20 + index] = UInt8(truncatingIfNeeded: word >> (24 - 8 * index)) }
        }
        #expect(Self.admission(datagram) == .reply(.invalid))
    }

    private static func addSource(change: (inout [UInt8]) -> Void) -> [UInt8] {
        let source = NewSource(.server, name: "ntp.example")
        var datagram = ControlRequest.action(.addSource(source)).datagram(sequence: 1)
        change(&datagram)
        return datagram
    }

    private static func admission(_ datagram: [UInt8]) -> Admission {
        CommandGate().admit(datagram, over: .unix)
    }
}
