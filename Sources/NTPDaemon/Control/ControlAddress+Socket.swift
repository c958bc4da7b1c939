// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPServer
internal import NTPSystem

extension ControlAddress {
    /// An address without its port and interface, which the protocol doesn't know.
    init(_ address: SocketAddress) {
        if let ipv4 = address.ipv4 {
            self = .ipv4(ipv4)
        } else {
            self = .ipv6(high: address.high, low: address.low)
        }
    }

    /// The same with port 0; nil for what isn't an Internet address.
    var socketAddress: SocketAddress? {
        switch self {
        case .ipv4(let bits): SocketAddress(ipv4: bits, port: 0)
        case .ipv6(let high, let low): SocketAddress(high: high, low: low, port: 0)
        case .unspecified, .unresolved: nil
        }
    }
}
