// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The number by which both ends know a secret key. See RFC 5905, section 7.3.
public struct KeyID: Hashable, Sendable, BitwiseCopyable {
    /// As it is on the wire, and in a key file.
    public var rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }
}

/// Secret keys, and what can be done with them: whoever links this library brings the cryptography.
public protocol MessageAuthenticator: Sendable {
    /// The length of the digests that a key makes, in bytes; nil when there is no such key.
    func digestLength(of key: KeyID) -> Int?

    /// Appends the first `length` bytes of the digest of the first `messageLength` bytes that `output` holds.
    ///
    /// - Precondition: there is such a key, and its digests are that long.
    func appendDigest(by key: KeyID, length: Int, messageLength: Int, to output: inout OutputRawSpan)

    /// Whether the digest of `message` begins with `digest`.
    ///
    /// Must take as long wherever the two differ, or the digest could be guessed byte by byte.
    func verifies(_ digest: RawSpan, of message: RawSpan, by key: KeyID) -> Bool
}

extension MessageAuthenticator {
    /// Appends the authenticator of all that `output` holds: the key's number, and as much of the digest as a
    /// datagram of that version has room for.
    ///
    /// - Returns: Whether there is such a key; nothing is appended without.
    func appendAuthenticator(by key: KeyID, version: UInt8, to output: inout OutputRawSpan) -> Bool {
        guard let length = digestLength(of: key) else { return false }
        let longest = DatagramLayout.maximumDigestLength(version: version)
        appendAuthenticator(by: key, digestLength: min(length, longest), to: &output)
        return true
    }

    /// Appends an authenticator with a digest of the given length, for which there must be a key.
    package func appendAuthenticator(by key: KeyID, digestLength: Int, to output: inout OutputRawSpan) {
        let messageLength = output.byteCount
        output.appendBigEndian(key.rawValue)
        appendDigest(by: key, length: digestLength, messageLength: messageLength, to: &output)
    }
}

extension DatagramLayout {
    /// The key that the datagram claims to be authenticated by, and the digest that is to prove it; nil for a
    /// datagram that claims nothing, and for a crypto-NAK, which proves nothing.
    package func claim(in datagram: RawSpan) -> (key: KeyID, digest: Range<Int>)? {
        guard let authenticator, authenticator.count > Self.keyIDLength else { return nil }
        let key = KeyID(rawValue: datagram.loadBigEndian(authenticator.lowerBound))
        return (key, authenticator.lowerBound + Self.keyIDLength..<authenticator.upperBound)
    }

    /// Whether the datagram comes from somebody who knows just this key.
    package func isAuthentic(
        _ datagram: RawSpan, by key: KeyID, with authenticator: any MessageAuthenticator
    ) -> Bool {
        guard let claim = claim(in: datagram), claim.key == key,
            let length = authenticator.digestLength(of: key),
            // A shorter one would be easier to guess.
            claim.digest.count == min(length, Self.maximumDigestLength(version: 4))
                || claim.digest.count == min(length, Self.maximumDigestLength(version: packet.version))
        else { return false }
        let message = datagram.extracting(first: claim.digest.lowerBound - Self.keyIDLength)
        return authenticator.verifies(datagram.extracting(claim.digest), of: message, by: key)
    }
}
