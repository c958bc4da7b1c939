// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A line for a key file, with a secret that nobody knows yet.
public struct NewKey: Hashable, Sendable {
    /// The types of keys that ntpd knows, by their names in key files.
    public static let types = [
        "MD5", "SHA1", "SHA256", "SHA384", "SHA512", "SHA3-224", "SHA3-256", "SHA3-384", "SHA3-512", "AES128",
        "AES256",
    ]
    /// The lengths that a key of a hash function may have, in bits: below, it could be guessed.
    public static let lengths = 80...4096
    /// As chrony's `keygen` has it for hash functions.
    private static let defaultLength = 160

    public let line: String

    /// - Parameters:
    ///   - type: One of `types`, in upper or lower case.
    ///   - bits: The length of a hash function's key, a multiple of eight; nil for the usual one. The key of a cipher
    ///     is as long as it has to be.
    /// - Returns: Nil for an unknown type or a length that it can't have.
    public init?(
        id: UInt32, type: String, bits: Int? = nil, using generator: inout some RandomNumberGenerator
    ) {
        let type = type.uppercased()
        guard id != 0, Self.types.contains(type) else { return nil }
        let fixed = ["AES128": 128, "AES256": 256][type]
        let length = bits ?? fixed ?? Self.defaultLength
        guard fixed.map({ $0 == length }) ?? Self.lengths.contains(length), length.isMultiple(of: 8) else {
            return nil
        }
        let digits = (0..<length / 4).map { _ in
            String(UInt8.random(in: 0...15, using: &generator), radix: 16, uppercase: true)
        }
        line = "\(id) \(type) HEX:\(digits.joined())"
    }
}
