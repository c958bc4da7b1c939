// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Where a request came from: an IPv4 or IPv6 address and a port.
///
/// An IPv4 address is held in its IPv4-mapped form (::ffff:192.0.2.1), so that a client is the same client
/// whether it reaches an IPv4 socket or one that serves both families.
public struct ClientAddress: Hashable, Sendable, BitwiseCopyable {
    /// The first eight bytes of the address, most significant first.
    public var high: UInt64
    /// The last eight bytes.
    public var low: UInt64
    /// In the host's byte order.
    public var port: UInt16

    public init(high: UInt64, low: UInt64, port: UInt16) {
        self.high = high
        self.low = low
        self.port = port
    }

    /// An IPv4 address; 192.0.2.1 is 0xC000_0201.
    public init(ipv4: UInt32, port: UInt16) {
        self.init(high: 0, low: Self.mappedPrefix | UInt64(ipv4), port: port)
    }

    /// Whether it is an IPv4 address in its mapped form.
    public var isIPv4: Bool {
        high == 0 && low >> 32 == Self.mappedPrefix >> 32
    }

    /// The 128 bits of the address as a number, in which a subnet is a contiguous range.
    var bits: UInt128 {
        UInt128(high) << 64 | UInt128(low)
    }

    /// The lower half of ::ffff:0:0, behind which IPv4 addresses stand. See RFC 4291, section 2.5.5.2.
    static let mappedPrefix: UInt64 = 0xFFFF_0000_0000
}
