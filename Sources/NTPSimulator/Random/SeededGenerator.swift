// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A reproducible generator of random numbers: the same seed gives the same numbers on every machine, for ever.
///
/// xoshiro256** 1.0 by Blackman and Vigna, its state filled by SplitMix64. Not for secrets.
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable {
    private var a: UInt64
    private var b: UInt64
    private var c: UInt64
    private var d: UInt64
    /// The second of the two normal variates that are made at a time.
    var spareNormal: Double?

    /// - Parameters:
    ///   - seed: Anything; the same one, the same numbers.
    ///   - stream: Generators of one seed and different streams are independent of each other, so that
    ///     one more number drawn in one place of a simulation doesn't change what happens in all others.
    public init(seed: UInt64, stream: UInt64 = 0) {
        var mixer = SplitMix64(state: seed)
        mixer.state = mixer.next() ^ SplitMix64.mix(stream &+ 1)
        (a, b, c, d) = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
    }

    init(state: (UInt64, UInt64, UInt64, UInt64)) {
        (a, b, c, d) = state
    }

    public mutating func next() -> UInt64 {
        let result = (b &* 5).rotated(left: 7) &* 9
        let shifted = b << 17
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = d.rotated(left: 45)
        return result
    }
}

/// Steele, Lea and Flood's generator: good enough for seeding, and any state will do.
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

extension UInt64 {
    fileprivate func rotated(left count: UInt64) -> UInt64 {
        self << count | self >> (64 - count)
    }
}
