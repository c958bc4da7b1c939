// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPServer

@Suite struct `The keyed hash` {
    private static let key = (low: 0x0706_0504_0302_0100 as UInt64, high: 0x0F0E_0D0C_0B0A_0908 as UInt64)

    /// The published vector of SipHash-2-4 for the bytes 0 to 15 under the key of the bytes 0 to 15.
    @Test func `is SipHash`() {
        let hash = SipHash(key: Self.key)
        let value = hash.hash(Self.key.low, Self.key.high, compressions: 2, finalizations: 4)
        #expect(value == 0x3F2A_CC7F_57C2_9BDB)
    }

    @Test func `is another one with another key`() {
        let one = SipHash(key: Self.key)
        let other = SipHash(key: (Self.key.low ^ 1, Self.key.high))
        #expect(one(0, 0xFFFF_C000_0201) != other(0, 0xFFFF_C000_0201))
    }
}
