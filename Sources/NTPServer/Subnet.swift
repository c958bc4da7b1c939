// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A range of addresses of one family that share their first bits.
public struct Subnet: Hashable, Sendable, BitwiseCopyable {
    /// The lowest address, in the 128-bit form of `ClientAddress.bits`.
    let first: UInt128
    /// How many bits are shared, of 128: an IPv4 subnet has 96 more than its notation says.
    let length: UInt8

    /// An IPv4 subnet. Bits of `address` behind the prefix don't matter.
    ///
    /// - Precondition: `prefixLength` is 0 to 32.
    public init(ipv4 address: UInt32, prefixLength: Int) {
        precondition(0...32 ~= prefixLength, "an IPv4 prefix has 0 to 32 bits, not \(prefixLength)")
        let mapped = UInt128(ClientAddress.mappedPrefix) | UInt128(address)
        self.init(mapped, length: 96 + prefixLength)
    }

    /// An IPv6 subnet. Bits of the address behind the prefix don't matter.
    ///
    /// One that lies in ::ffff:0:0/96 is the IPv4 subnet that it stands for.
    /// - Precondition: `prefixLength` is 0 to 128.
    public init(high: UInt64, low: UInt64, prefixLength: Int) {
        precondition(0...128 ~= prefixLength, "an IPv6 prefix has 0 to 128 bits, not \(prefixLength)")
        self.init(UInt128(high) << 64 | UInt128(low), length: prefixLength)
    }

    /// The subnet that holds nothing but this address.
    public init(_ address: ClientAddress) {
        self.init(address.bits, length: 128)
    }

    /// Every IPv4 address.
    public static let allIPv4 = Subnet(UInt128(ClientAddress.mappedPrefix), length: 96)
    /// Every IPv6 address.
    public static let allIPv6 = Subnet(0, length: 0)

    private init(_ bits: UInt128, length: Int) {
        first = bits & ~Self.hostMask(length)
        self.length = UInt8(length)
    }

    /// Whether it lies within IPv4.
    public var isIPv4: Bool {
        length >= 96 && first >> 32 == UInt128(ClientAddress.mappedPrefix >> 32)
    }

    /// Whether every address of `other` is one of this subnet; the two families have none in common.
    public func contains(_ other: Subnet) -> Bool {
        isIPv4 == other.isIPv4 && length <= other.length && first...last ~= other.first
    }

    /// The highest address.
    var last: UInt128 {
        first | Self.hostMask(Int(length))
    }

    private static func hostMask(_ length: Int) -> UInt128 {
        // A shift by the full width is zero in Swift, which is what a host route needs.
        UInt128.max >> UInt128(length)
    }
}
