// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// Keys whose digests are anything but secret: the sum of the bytes, again and again. Key n makes n bytes.
struct ToyKeys: MessageAuthenticator {
    var ids: Set<UInt32> = [16, 20, 32, 64]

    func digestLength(of key: KeyID) -> Int? {
        ids.contains(key.rawValue) ? Int(key.rawValue) : nil
    }

    func appendDigest(by key: KeyID, length: Int, messageLength: Int, to output: inout OutputRawSpan) {
        let sum = Self.sum(of: output.bytes.extracting(first: messageLength), key)
        for _ in 0..<length { output.append(sum) }
    }

    func verifies(_ digest: RawSpan, of message: RawSpan, by key: KeyID) -> Bool {
        let sum = Self.sum(of: message, key)
        return (0..<digest.byteCount).allSatisfy {
            unsafe digest.unsafeLoad(fromByteOffset: $0, as: UInt8.self) == sum
        }
    }

    private static func sum(of message: RawSpan, _ key: KeyID) -> UInt8 {
        (0..<message.byteCount).reduce(UInt8(truncatingIfNeeded: key.rawValue)) {
            unsafe $0 &+ message.unsafeLoad(fromByteOffset: $1, as: UInt8.self)
        }
    }
}
