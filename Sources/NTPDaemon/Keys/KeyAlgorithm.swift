// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPCrypto

/// How a key authenticates: a hash function over key and message (RFC 5905), or a cipher's CMAC (RFC 8573).
enum KeyAlgorithm: String, CaseIterable, Hashable, Sendable {
    case md5 = "MD5"
    case sha1 = "SHA1"
    case sha256 = "SHA256"
    case sha384 = "SHA384"
    case sha512 = "SHA512"
    case sha3With224Bits = "SHA3-224"
    case sha3With256Bits = "SHA3-256"
    case sha3With384Bits = "SHA3-384"
    case sha3With512Bits = "SHA3-512"
    case aes128 = "AES128"
    case aes256 = "AES256"

    /// By its name in a key file, in upper or lower case.
    init?(name: String) {
        self.init(rawValue: name.uppercased())
    }

    /// The length that every key of a cipher has, in bytes; nil for hash functions, which take any.
    var keyLength: Int? {
        switch self {
        case .aes128: 16
        case .aes256: 32
        default: nil
        }
    }

    /// In bytes.
    var digestLength: Int {
        switch self {
        case .md5, .aes128, .aes256: 16
        case .sha1: 20
        case .sha3With224Bits: 28
        case .sha256, .sha3With256Bits: 32
        case .sha384, .sha3With384Bits: 48
        case .sha512, .sha3With512Bits: 64
        }
    }

    /// The number by which reports name it.
    var number: UInt16 { UInt16(code.rawValue) }

    /// The name that the cryptographic library has for it.
    var code: ntp_mac_algorithm {
        switch self {
        case .md5: NTP_MAC_MD5
        case .sha1: NTP_MAC_SHA1
        case .sha256: NTP_MAC_SHA256
        case .sha384: NTP_MAC_SHA384
        case .sha512: NTP_MAC_SHA512
        case .sha3With224Bits: NTP_MAC_SHA3_224
        case .sha3With256Bits: NTP_MAC_SHA3_256
        case .sha3With384Bits: NTP_MAC_SHA3_384
        case .sha3With512Bits: NTP_MAC_SHA3_512
        case .aes128: NTP_MAC_AES128_CMAC
        case .aes256: NTP_MAC_AES256_CMAC
        }
    }
}
