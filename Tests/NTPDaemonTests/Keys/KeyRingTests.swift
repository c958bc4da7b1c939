// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPDaemon

@Suite struct `A key ring` {
    private static let id = KeyID(rawValue: 1)

    private static func ring(_ algorithm: KeyAlgorithm, _ secret: [UInt8]) -> KeyRing {
        KeyRing([id: SymmetricKey(algorithm: algorithm, secret: secret)])
    }

    private static func digest(_ algorithm: KeyAlgorithm, _ secret: [UInt8], of message: [UInt8]) -> [UInt8] {
        let ring = ring(algorithm, secret)
        let length = algorithm.digestLength
        return unsafe [UInt8](unsafeUninitializedCapacity: message.count + length) { buffer, count in
            let room = UnsafeMutableRawBufferPointer(buffer)
            var output = unsafe OutputRawSpan(buffer: room, initializedCount: 0)
            for byte in message { output.append(byte) }
            ring.appendDigest(by: id, length: length, messageLength: message.count, to: &output)
            count = unsafe output.finalize(for: room)
        }.suffix(length)
    }

    private static func hexadecimal(_ text: String) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// RFC 4493, section 4, and SP 800-38B, appendix D: 16 bytes of message.
    @Test(arguments: [
        (
            KeyAlgorithm.aes128, "2b7e151628aed2a6abf7158809cf4f3c", "070a16b46b4d4144f79bdd9dd04a287c"
        ),
        (
            .aes256, "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "28a7023f452e8f82bd4bf28d8c37c35c"
        ),
    ])
    func `makes the CMAC of the standards`(algorithm: KeyAlgorithm, key: String, expected: String) {
        let message = Self.hexadecimal("6bc1bee22e409f96e93d7e117393172a")
        #expect(
            Self.digest(algorithm, Self.hexadecimal(key), of: message) == Self.hexadecimal(expected))
    }

    /// Of "abc", the example of RFC 1321, RFC 3174, FIPS 180-2 and FIPS 202: "a" is the key here, "bc" the message.
    @Test(arguments: [
        (KeyAlgorithm.md5, "900150983cd24fb0d6963f7d28e17f72"),
        (.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (.sha3With256Bits, "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"),
    ])
    func `hashes the key before the message`(algorithm: KeyAlgorithm, expected: String) {
        #expect(
            Self.digest(algorithm, Array("a".utf8), of: Array("bc".utf8)) == Self.hexadecimal(expected))
    }

    @Test(arguments: KeyAlgorithm.allCases)
    func `verifies what it makes, and nothing else`(algorithm: KeyAlgorithm) {
        let secret = [UInt8](repeating: 7, count: algorithm.keyLength ?? 20)
        let message = Array("a message".utf8)
        let ring = Self.ring(algorithm, secret)
        func verifies(_ digest: [UInt8], _ message: [UInt8]) -> Bool {
            unsafe ring.verifies(digest.span.bytes, of: message.span.bytes, by: Self.id)
        }
        let digest = Self.digest(algorithm, secret, of: message)
        #expect(digest.count == ring.digestLength(of: Self.id))
        #expect(verifies(digest, message))
        #expect(verifies(Array(digest.prefix(16)), message))
        for index in digest.indices {
            var wrong = digest
            wrong[index] ^= 1
            #expect(!verifies(wrong, message))
        }
        #expect(!verifies(digest, message + [0]))
        #expect(!verifies(digest + [0], message))
    }
}
