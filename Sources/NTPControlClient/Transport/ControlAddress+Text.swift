// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl
package import NTPSystem

extension ControlAddress {
    /// Reads "192.0.2.1", "2001:db8::1" or "ID#0000000001"; nil for anything else, names too.
    package init?(_ text: String) {
        if text.hasPrefix("ID#"), let id = UInt32(text.dropFirst(3)) {
            self = .unresolved(id: id)
        } else if let address = SocketAddress(text, port: 0), address.scope == 0 {
            self.init(address)
        } else {
            return nil
        }
    }

    package init(_ address: SocketAddress) {
        if let bits = address.ipv4 {
            self = .ipv4(bits)
        } else {
            self = .ipv6(high: address.high, low: address.low)
        }
    }
}

extension AddressPattern {
    /// Reads "192.0.2.1", "192.0.2.0/24", "2001:db8::/32"; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = ControlAddress(String(first)) else { return nil }
        guard parts.count > 1 else {
            self.init(address: address, bits: 128)
            return
        }
        let width = if case .ipv4 = address { 32 } else { 128 }
        guard let bits = Int(parts[1]), 0...width ~= bits else { return nil }
        self.init(address: address, bits: bits)
    }

    /// The addresses that begin with so many bits of one; more than it has are all of them.
    package init(address: ControlAddress, bits: Int) {
        switch address {
        case .ipv4(let value):
            let mask = UInt32.max << UInt32(max(0, 32 - bits))
            self.init(mask: .ipv4(mask), address: .ipv4(value & mask))
        case .ipv6(let high, let low):
            let (highMask, lowMask) = (
                UInt64.max << max(0, 64 - bits), UInt64.max << min(64, max(0, 128 - bits))
            )
            self.init(
                mask: .ipv6(high: highMask, low: lowMask),
                address: .ipv6(high: high & highMask, low: low & lowMask))
        case .unspecified, .unresolved:
            self.init(mask: .unspecified, address: address)
        }
    }
}
