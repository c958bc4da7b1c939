// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// The bytes that a serialiser appends.
func bytes(capacity: Int = 1280, _ body: (inout OutputRawSpan) -> Void) -> [UInt8] {
    var storage = [UInt8](repeating: 0, count: capacity)
    let count = unsafe storage.withUnsafeMutableBytes { buffer in
        var output = unsafe OutputRawSpan(buffer: buffer, initializedCount: 0)
        body(&output)
        return unsafe output.finalize(for: buffer)
    }
    return Array(storage[..<count])
}

extension NTPPacket {
    var serialized: [UInt8] {
        bytes { serialize(into: &$0) }
    }
}

/// A small generator with a fixed sequence: xorshift64*.
struct TestGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64 = 1) {
        state = seed == 0 ? 1 : seed
    }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }
}
