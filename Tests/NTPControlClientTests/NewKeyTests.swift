// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControlClient
import Testing

@Suite struct `A new key` {
    private static func line(_ id: UInt32, _ type: String, _ bits: Int? = nil) -> String? {
        var generator = CountingGenerator()
        return NewKey(id: id, type: type, bits: bits, using: &generator)?.line
    }

    @Test(arguments: [
        ("AES128", nil, 128), ("aes256", nil, 256), ("SHA1", nil, 160), ("SHA3-512", 512, 512),
        ("MD5", 80, 80),
    ])
    func `is a line of a key file, as long as asked for`(type: String, bits: Int?, length: Int) throws {
        let words = try #require(Self.line(7, type, bits)).split(separator: " ")
        #expect(words.count == 3)
        #expect(words[0] == "7")
        #expect(words[1] == type.uppercased())
        #expect(words[2].hasPrefix("HEX:"))
        #expect(words[2].dropFirst(4).count == length / 4)
        let isHexadecimal = words[2].dropFirst(4).allSatisfy(\.isHexDigit)
        #expect(isHexadecimal)
    }

    @Test func `is another one each time`() {
        #expect(Set((0..<100).map { _ in Self.line(1, "AES128") }).count == 100)
    }

    @Test(arguments: [
        (0, "MD5", nil), (1, "MD4", nil), (1, "SHA1", 72), (1, "SHA1", 4104), (1, "SHA1", 81),
        (1, "AES128", 256),
    ])
    func `can't be what no daemon takes`(id: UInt32, type: String, bits: Int?) {
        #expect(Self.line(id, type, bits) == nil)
    }
}

/// The system's generator, with storage of its own: that has none, and two of them in two threads are one to the thread
/// sanitizer.
private struct CountingGenerator: RandomNumberGenerator {
    private var system = SystemRandomNumberGenerator()
    private var count = 0

    mutating func next() -> UInt64 {
        count += 1
        return system.next()
    }
}
