// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The same numbers each time, and none that a seed has by chance.
struct Counter: RandomNumberGenerator {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func next() -> UInt64 {
        state &*= 0xD134_2543_DE82_EF95
        state &+= 1
        return state
    }
}
