// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A hash that nobody can steer who doesn't know the key, of 16 bytes.
///
/// Without a key, anybody could choose addresses that all fall into one place of a table, and so make it forget
/// a client of his choice. See Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012).
struct SipHash: Sendable, BitwiseCopyable {
    private let key: (low: UInt64, high: UInt64)

    init(key: (low: UInt64, high: UInt64)) {
        self.key = key
    }

    /// SipHash-1-3, which is what tables need.
    func callAsFunction(_ first: UInt64, _ second: UInt64) -> UInt64 {
        hash(first, second, compressions: 1, finalizations: 3)
    }

    @inline(__always)
    func hash(_ first: UInt64, _ second: UInt64, compressions: Int, finalizations: Int) -> UInt64 {
        var state = State(key: key)
        state.absorb(first, rounds: compressions)
        state.absorb(second, rounds: compressions)
        // The last block: the length in its highest byte.
        state.absorb(16 << 56, rounds: compressions)
        return state.squeezed(rounds: finalizations)
    }

    private struct State {
        private var v0, v1, v2, v3: UInt64

        @inline(__always)
        init(key: (low: UInt64, high: UInt64)) {
            // "somepseudorandomlygeneratedbytes", as the paper has them.
            v0 = key.low ^ 0x736F_6D65_7073_6575
            v1 = key.high ^ 0x646F_7261_6E64_6F6D
            v2 = key.low ^ 0x6C79_6765_6E65_7261
            v3 = key.high ^ 0x7465_6462_7974_6573
        }

        @inline(__always)
        mutating func absorb(_ block: UInt64, rounds: Int) {
            v3 ^= block
            for _ in 0..<rounds { mix() }
            v0 ^= block
        }

        @inline(__always)
        consuming func squeezed(rounds: Int) -> UInt64 {
            v2 ^= 0xFF
            for _ in 0..<rounds { mix() }
            return v0 ^ v1 ^ v2 ^ v3
        }

        @inline(__always)
        private mutating func mix() {
            v0 &+= v1
            v1 = v1.rotated(by: 13) ^ v0
            v0 = v0.rotated(by: 32)
            v2 &+= v3
            v3 = v3.rotated(by: 16) ^ v2
            v0 &+= v3
            v3 = v3.rotated(by: 21) ^ v0
            v2 &+= v1
            v1 = v1.rotated(by: 17) ^ v2
            v2 = v2.rotated(by: 32)
        }
    }
}

extension UInt64 {
    @inline(__always)
    fileprivate func rotated(by count: Int) -> UInt64 {
        self << UInt64(count) | self >> UInt64(64 - count)
    }
}
