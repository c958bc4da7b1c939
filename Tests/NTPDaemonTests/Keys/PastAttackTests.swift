// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc
import NTPCore
import NTPSystem
import Testing

@testable import NTPDaemon

/// What keys and configurations have been broken by before, by the numbers of docs/threat-model.md; Tests/Mutations
/// shows that each of these fails without its protection.
@Suite struct `Past attacks on keys` {
    @Test(arguments: ["HEX:0123456789", "a#b"])
    func `16 key files: a number sign within a key is part of it`(secret: String) throws {
        let file = KeyFile(text: "# comment\n7 SHA1 \(secret)\n", path: "keys")
        let key = try #require(file.keys[KeyID(rawValue: 7)])
        #expect(key.secret == (secret == "a#b" ? Array("a#b".utf8) : [0x01, 0x23, 0x45, 0x67, 0x89]))
    }

    @Test(arguments: ["#7 SHA1 HEX:0123456789", "7 SHA1 HEX:012345678", "7 SHA1 HEX:01234567 # 89"])
    func `16 key files: what is no key isn't taken for a shorter one`(line: String) {
        #expect(KeyFile(text: line, path: "keys").keys.isEmpty)
    }

    @Test(arguments: [0o644, 0o640, 0o600, 0o660])
    func `15 permissions: a key file that strangers can read is complained about`(mode: UInt32) throws {
        let path = "/tmp/ntpd-tests-\(UInt32.random(in: 0 ... .max)).keys"
        try AtomicFile.write(Array("7 SHA1 HEX:0123456789abcdef0123\n".utf8), to: path)
        defer { _ = unsafe unlink(path) }
        try #require(unsafe chmod(path, mode) == 0)
        let file = try KeyFile(reading: path)
        #expect(file.problems.isEmpty == (mode == 0o640 || mode == 0o600))
    }

    @Test func `16 digests: a part of one proves nothing`() throws {
        let ring = KeyRing([KeyID(rawValue: 7): SymmetricKey(algorithm: .sha1, secret: [1, 2, 3])])
        let message: [UInt8] = Array(repeating: 9, count: 48)
        var signed = message
        signed.append(contentsOf: Self.digest(of: message, by: ring))
        for wrong in 48..<68 {
            var changed = signed
            changed[wrong] ^= 1
            let bytes = unsafe changed.span.bytes
            let isProved = ring.verifies(
                bytes.extracting(48..<68), of: bytes.extracting(first: 48), by: KeyID(rawValue: 7))
            #expect(!isProved, "byte \(wrong - 48)")
        }
    }

    private static func digest(of message: [UInt8], by ring: KeyRing) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 68) { buffer, count in
            let room = UnsafeMutableRawBufferPointer(buffer)
            var output = unsafe OutputRawSpan(buffer: room, initializedCount: 0)
            for byte in message { output.append(byte) }
            ring.appendDigest(by: KeyID(rawValue: 7), length: 20, messageLength: 48, to: &output)
            count = unsafe output.finalize(for: room)
        }.suffix(20)
    }
}
