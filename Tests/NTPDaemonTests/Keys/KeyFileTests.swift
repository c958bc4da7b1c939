// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPDaemon

@Suite struct `A key file` {
    private static func key(_ line: String) -> SymmetricKey? {
        KeyFile(text: line, path: "keys").keys.values.first
    }

    @Test(arguments: [
        ("1 MD5 secret", KeyAlgorithm.md5, Array("secret".utf8)), ("1 secret", .md5, Array("secret".utf8)),
        ("  7\tsha1  HEX:00fFa0", .sha1, [0, 0xFF, 0xA0]),
        ("1 SHA256 ASCII:HEX:12", .sha256, Array("HEX:12".utf8)),
        ("1 SHA3-512 a#b!c;", .sha3With512Bits, Array("a#b!c;".utf8)),
        ("1 SHA512 x\r", .sha512, Array("x".utf8)),
        ("4294967295 AES128 0123456789abcdef", .aes128, Array("0123456789abcdef".utf8)),
    ])
    func `has keys in lines`(line: String, algorithm: KeyAlgorithm, secret: [UInt8]) {
        #expect(Self.key(line) == SymmetricKey(algorithm: algorithm, secret: secret))
    }

    @Test(arguments: ["", "   ", "# 1 MD5 a", "!1 MD5 a", " ; 1 MD5 a", "%"])
    func `may have comments`(line: String) {
        let file = KeyFile(text: line, path: "keys")
        #expect(file.keys.isEmpty)
        #expect(file.problems.isEmpty)
    }

    @Test(arguments: [
        ("5", "1 words where 'ID [TYPE] KEY' is expected"),
        ("5 MD5 a b", "4 words where 'ID [TYPE] KEY' is expected"),
        ("0 MD5 a", "'0' is no number from 1 to 4294967295"),
        ("-1 MD5 a", "'-1' is no number from 1 to 4294967295"),
        ("5 SHA1 HEX:abc", "the key isn't 'HEX:' with pairs of digits"),
        ("5 SHA1 HEX:xy", "the key isn't 'HEX:' with pairs of digits"),
        ("5 SHA1 ASCII:", "the key is empty"),
        ("5 AES256 HEX:00112233445566778899aabbccddeeff", "the key has 16 bytes; AES256 needs 32"),
    ])
    func `says what is wrong with a line, and leaves it out`(line: String, problem: String) {
        let file = KeyFile(text: "1 MD5 first\n\(line)\n2 MD5 last", path: "keys")
        #expect(file.problems == ["keys:2: \(problem); the line is left out"])
        #expect(file.keys.keys.map(\.rawValue).sorted() == [1, 2])
    }

    @Test func `names the types that there are`() throws {
        let problem = try #require(KeyFile(text: "1 TIGER a", path: "keys").problems.first)
        #expect(problem.contains("'TIGER' is none of MD5, SHA1, SHA256"))
    }

    @Test func `keeps the first of two keys with one number`() {
        let file = KeyFile(text: "1 MD5 first\n1 SHA1 second", path: "keys")
        #expect(file.keys[KeyID(rawValue: 1)]?.algorithm == .md5)
        #expect(file.problems == ["keys:2: key 1 is there already; the line is left out"])
    }
}
