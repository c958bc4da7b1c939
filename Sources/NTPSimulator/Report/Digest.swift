// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A number that two runs share if, and practically only if, they were the same to the last bit.
struct Digest: Hashable, Sendable {
    private(set) var value: UInt64 = 0

    mutating func add(_ bits: UInt64) {
        value = SplitMix64.mix(value &+ 0x9E37_79B9_7F4A_7C15 ^ bits)
    }

    mutating func add(_ number: Double) {
        add(number.bitPattern)
    }
}
