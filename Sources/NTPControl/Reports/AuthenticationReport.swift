// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// How the packets of an NTP source are authenticated.
public struct AuthenticationReport: Hashable, Sendable {
    /// By what means.
    public enum Mode: UInt16, Hashable, Sendable, CaseIterable {
        case none, symmetricKey, nts
    }

    /// By what means.
    public var mode = Mode.none
    /// The number of the hash, cipher or AEAD algorithm; 0 for none.
    public var keyType: UInt16 = 0
    /// With NTS, how many keys have been established so far.
    public var keyID: UInt32 = 0
    /// In bits.
    public var keyLength: UInt16 = 0
    /// How many attempts to establish keys were made since the last one that succeeded.
    public var keyEstablishmentAttempts: UInt16 = 0
    /// In seconds; nil if there was none.
    public var keyEstablishmentAge: UInt32?
    /// How many cookies are left.
    public var cookies: UInt16 = 0
    /// In bytes.
    public var cookieLength: UInt16 = 0
    /// Whether the source has said that it can't use the cookies any more.
    public var wasRefused = false

    public init() {}

    /// The usual name of the algorithm, by `keyType`.
    public var keyTypeName: String? {
        switch keyType {
        case 1: "MD5"
        case 2: "SHA1"
        case 3: "SHA256"
        case 4: "SHA384"
        case 5: "SHA512"
        case 6: "SHA3-224"
        case 7: "SHA3-256"
        case 8: "SHA3-384"
        case 9: "SHA3-512"
        case 10: "TIGER"
        case 11: "WHIRLPOOL"
        case 13: "AES128-CMAC"
        case 14: "AES256-CMAC"
        case 15: "AES-SIV-CMAC-256"
        case 30: "AES-128-GCM-SIV"
        default: nil
        }
    }
}

extension AuthenticationReport {
    init(parsing body: RawSpan) {
        mode = Mode(rawValue: body.loadBigEndian(0)) ?? .none
        keyType = body.loadBigEndian(2)
        keyID = body.loadBigEndian(4)
        keyLength = body.loadBigEndian(8)
        keyEstablishmentAttempts = body.loadBigEndian(10)
        keyEstablishmentAge = body.loadAge(12)
        cookies = body.loadBigEndian(16)
        cookieLength = body.loadBigEndian(18)
        wasRefused = body.loadBigEndian(20) != 0 as UInt16
    }

    func write(into writer: inout WireWriter) {
        writer.append(mode.rawValue)
        writer.append(keyType)
        writer.append(keyID)
        writer.append(keyLength)
        writer.append(keyEstablishmentAttempts)
        writer.appendAge(keyEstablishmentAge)
        writer.append(cookies)
        writer.append(cookieLength)
        writer.append(wasRefused ? 1 : 0 as UInt16)
        writer.appendZeros(2)
    }
}
