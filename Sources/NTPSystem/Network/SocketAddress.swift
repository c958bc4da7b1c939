// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import CNTPShim

/// An IPv4 or IPv6 address with a port.
///
/// Plain numbers, cheap to compare and to hash: the address is `high` and `low`, most significant bits first.
/// IPv4 has its mapped form (::ffff:192.0.2.1), which stands for nothing else here.
public struct SocketAddress: Hashable, Sendable, BitwiseCopyable {
    /// The upper 64 bits of the address; zero for IPv4.
    public var high: UInt64
    /// The lower 64 bits of the address; an IPv4 address is its lower half, below 0x0000ffff.
    public var low: UInt64
    /// The index of the interface that a link-local IPv6 address belongs to; zero: none is named.
    public var scope: UInt32
    public var port: UInt16

    public init(high: UInt64, low: UInt64, scope: UInt32 = 0, port: UInt16) {
        self.high = high
        self.low = low
        self.scope = scope
        self.port = port
    }

    /// An IPv4 address, most significant byte first: 0x7f000001 is 127.0.0.1.
    public init(ipv4 address: UInt32, port: UInt16) {
        self.init(high: 0, low: Self.mappedPrefix << 32 | UInt64(address), port: port)
    }

    /// Reads a numeric address: `192.0.2.1`, `2001:db8::1`, `fe80::1%eth0`. Nil for anything else, names too.
    public init?(_ text: some StringProtocol, port: UInt16) {
        var address = ntp_address()
        let text = String(text)
        // A C string would end at it, and the rest go unnoticed.
        guard !text.utf8.contains(0), unsafe ntp_address_parse(text, &address) == 0 else { return nil }
        address.port = port
        self.init(address)
    }

    /// Every local address of a family: what a server binds to.
    public static func unspecified(_ family: AddressFamily, port: UInt16) -> SocketAddress {
        switch family {
        case .ipv4: SocketAddress(ipv4: 0, port: port)
        case .ipv6: SocketAddress(high: 0, low: 0, port: port)
        }
    }

    public static func loopback(_ family: AddressFamily, port: UInt16) -> SocketAddress {
        switch family {
        case .ipv4: SocketAddress(ipv4: 0x7F00_0001, port: port)
        case .ipv6: SocketAddress(high: 0, low: 1, port: port)
        }
    }

    public var family: AddressFamily {
        high == 0 && low >> 32 == Self.mappedPrefix ? .ipv4 : .ipv6
    }

    /// The address of an IPv4 socket, most significant byte first; nil for IPv6.
    public var ipv4: UInt32? {
        family == .ipv4 ? UInt32(truncatingIfNeeded: low) : nil
    }

    /// Whether it is this machine's own: 127.0.0.0/8 or ::1.
    public var isLoopback: Bool {
        high == 0 && (low == 1 || low >> 24 == Self.mappedPrefix << 8 | 127)
    }

    /// Whether it stands for every local address: 0.0.0.0 or ::.
    public var isUnspecified: Bool {
        high == 0 && (low == 0 || low == Self.mappedPrefix << 32)
    }

    /// The address without its port, as `init(_:port:)` reads it.
    public var host: String {
        var address = cAddress
        var text = [CChar](repeating: 0, count: Int(NTP_ADDRESS_TEXT_SIZE))
        unsafe ntp_address_print(&address, &text)
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static let mappedPrefix: UInt64 = 0xFFFF
}

/// The two versions of the Internet Protocol.
public enum AddressFamily: Hashable, Sendable, CaseIterable {
    case ipv4, ipv6
}

extension SocketAddress: CustomStringConvertible {
    /// `192.0.2.1:123`, `[2001:db8::1]:123`.
    public var description: String {
        family == .ipv4 ? "\(host):\(port)" : "[\(host)]:\(port)"
    }
}

extension SocketAddress {
    @inline(__always)
    init(_ address: ntp_address) {
        self.init(high: address.high, low: address.low, scope: address.scope, port: address.port)
    }

    var cAddress: ntp_address {
        ntp_address(high: high, low: low, scope: scope, port: port)
    }
}
