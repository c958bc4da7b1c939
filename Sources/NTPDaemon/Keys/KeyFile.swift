// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// What a key file says: lines of a number, a type and a secret.
///
/// A line that can't be used is left out, and the others hold: one mistake doesn't lock everybody out.
struct KeyFile {
    private(set) var keys: [KeyID: SymmetricKey] = [:]
    /// What is wrong with the file.
    private(set) var problems: [String] = []

    /// What strangers must not have: reading, writing and executing; nor the group, writing.
    private static let secrecy: UInt32 = 0o027

    /// - Throws: When the file can't be read.
    init(reading path: String) throws(SystemError) {
        let bytes = try FileReader.contents(of: path)
        self.init(text: String(decoding: bytes, as: UTF8.self), path: path)
        // Of what a link leads to, the permissions can't be seen here; those of most key files can.
        if let status = FileStatus(path), status.kind == .file, status.permissions & Self.secrecy != 0 {
            let permissions = String(status.permissions, radix: 8)
            problems.append(
                "\(path) has permissions \(permissions) and shows its keys to strangers: run 'chmod 640 \(path)'"
            )
        }
    }

    init(text: String, path: String) {
        // By scalars: a line feed after a carriage return is one character with it.
        for (index, line) in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let words = String(line).split(whereSeparator: \.isWhitespace).map(String.init)
            guard let first = words.first?.unicodeScalars.first, !"!;#%".unicodeScalars.contains(first) else {
                continue
            }
            do throws(KeyProblem) {
                let (id, key) = try Self.key(in: words)
                guard keys[id] == nil else { throw KeyProblem("key \(id.rawValue) is there already") }
                keys[id] = key
            } catch {
                problems.append("\(path):\(index + 1): \(error.text); the line is left out")
            }
        }
    }

    /// The words of a line are a number, a type, which is MD5 where it is missing, and a secret.
    private static func key(in words: [String]) throws(KeyProblem) -> (KeyID, SymmetricKey) {
        guard 2...3 ~= words.count else {
            throw KeyProblem("\(words.count) words where 'ID [TYPE] KEY' is expected")
        }
        guard let id = UInt32(words[0]), id != 0 else {
            throw KeyProblem("'\(words[0])' is no number from 1 to \(UInt32.max)")
        }
        let type = words.count == 3 ? words[1] : KeyAlgorithm.md5.rawValue
        guard let algorithm = KeyAlgorithm(name: type) else {
            let known = KeyAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
            throw KeyProblem("the type '\(type)' is none of \(known)")
        }
        guard let secret = secret(of: words[words.count - 1]) else {
            throw KeyProblem("the key isn't 'HEX:' with pairs of digits")
        }
        guard !secret.isEmpty else { throw KeyProblem("the key is empty") }
        if let length = algorithm.keyLength, length != secret.count {
            throw KeyProblem("the key has \(secret.count) bytes; \(type) needs \(length)")
        }
        return (KeyID(rawValue: id), SymmetricKey(algorithm: algorithm, secret: secret))
    }

    /// The bytes that a word stands for: in hexadecimal behind `HEX:`, else its characters.
    private static func secret(of word: String) -> [UInt8]? {
        if word.hasPrefix("HEX:") { return bytes(hexadecimal: word.dropFirst(4)) }
        return Array((word.hasPrefix("ASCII:") ? word.dropFirst(6) : word[...]).utf8)
    }

    private static func bytes(hexadecimal text: Substring) -> [UInt8]? {
        let digits = text.map(\.hexDigitValue)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}

/// Why a line of a key file can't be used. Never says a secret: it ends up in logs.
private struct KeyProblem: Error {
    let text: String

    init(_ text: String) {
        self.text = text
    }
}
