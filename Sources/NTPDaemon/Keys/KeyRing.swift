// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPCrypto
internal import NTPCore

/// A secret that two ends share.
struct SymmetricKey: Hashable, Sendable {
    /// Below so many bytes, a key can be guessed in time.
    static let shortestSecret = 10

    var algorithm: KeyAlgorithm
    var secret: [UInt8]

    /// Whether it is too short to keep anybody out.
    var isWeak: Bool { secret.count < Self.shortestSecret }
}

/// The keys of the key file at work: makes and checks digests without allocating.
struct KeyRing: MessageAuthenticator, Hashable {
    private let keys: [KeyID: SymmetricKey]

    init(_ keys: [KeyID: SymmetricKey]) {
        self.keys = keys
    }

    var count: Int { keys.count }

    subscript(_ id: KeyID) -> SymmetricKey? { keys[id] }

    func digestLength(of key: KeyID) -> Int? {
        keys[key]?.algorithm.digestLength
    }

    func appendDigest(by key: KeyID, length: Int, messageLength: Int, to output: inout OutputRawSpan) {
        guard let key = keys[key] else { return }
        let digest = Self.digest(of: output.bytes.extracting(first: messageLength), by: key)
        for index in 0..<length { output.append(digest[index]) }
    }

    func verifies(_ digest: RawSpan, of message: RawSpan, by key: KeyID) -> Bool {
        guard let key = keys[key] else { return false }
        let expected = Self.digest(of: message, by: key)
        let count = digest.byteCount
        guard count <= key.algorithm.digestLength else { return false }
        return unsafe digest.withUnsafeBytes { given in
            unsafe expected.span.withUnsafeBytes { expected in
                // Both are as long as that: proved above, and by what digests are made in.
                unsafe ntp_is_equal(
                    given.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    expected.baseAddress?.assumingMemoryBound(to: UInt8.self), count) != 0
            }
        }
    }

    private typealias Digest = InlineArray<64, UInt8>

    private static func digest(of message: RawSpan, by key: SymmetricKey) -> Digest {
        var digest = Digest(repeating: 0)
        unsafe message.withUnsafeBytes { message in
            unsafe withUnsafeMutableBytes(of: &digest) { room in
                // The room is as long as the longest digest of them all.
                _ = unsafe ntp_mac(
                    key.algorithm.code, key.secret, key.secret.count,
                    message.baseAddress?.assumingMemoryBound(to: UInt8.self), message.count,
                    room.baseAddress?.assumingMemoryBound(to: UInt8.self))
            }
        }
        return digest
    }
}
