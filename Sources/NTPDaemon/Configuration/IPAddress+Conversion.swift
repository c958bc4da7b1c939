// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPServer
import NTPSystem

extension SocketAddress {
    /// An address of the configuration, with a port.
    init(_ address: IPAddress, port: UInt16) {
        switch address {
        case .v4(let bits):
            self.init(ipv4: bits, port: port)
        case .v6(let bits):
            self.init(high: UInt64(bits >> 64), low: UInt64(truncatingIfNeeded: bits), port: port)
        }
    }
}

extension Subnet {
    /// A subnet of the configuration. Nil if its prefix were longer than the address, which it never is.
    init?(_ subnet: IPSubnet) {
        switch subnet.address {
        case .v4(let bits):
            self.init(ipv4: bits, prefixLength: subnet.prefixLength)
        case .v6(let bits):
            self.init(
                high: UInt64(bits >> 64), low: UInt64(truncatingIfNeeded: bits),
                prefixLength: subnet.prefixLength)
        }
    }
}
