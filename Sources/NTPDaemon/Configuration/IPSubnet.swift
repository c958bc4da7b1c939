// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The addresses that begin with the same bits.
struct IPSubnet: Hashable, Sendable {
    /// The bits beyond the prefix are zero.
    let address: IPAddress
    let prefixLength: Int

    private init(address: IPAddress, prefixLength: Int) {
        self.address = address.masked(to: prefixLength)
        self.prefixLength = prefixLength
    }

    /// Reads an address, or one with a prefix length, or an abbreviated one: `10/8`, `172.16/12`, `192.0.2`.
    ///
    /// Without a prefix length, the numbers that are there are the prefix: `192.0.2` has 24 bits.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let (address, length) = Self.abbreviated(parts[0]) else { return nil }
        guard parts.count == 2 else {
            self.init(address: address, prefixLength: length)
            return
        }
        guard let length = IPAddress.decimalByte(Array(parts[1].utf8)[...]), length <= address.bitWidth else {
            return nil
        }
        self.init(address: address, prefixLength: Int(length))
    }

    private static func abbreviated(_ text: Substring) -> (IPAddress, bits: Int)? {
        if text.contains(":") {
            return IPAddress(text).map { ($0, 128) }
        }
        let numbers = Array(text.utf8).split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard numbers.count <= 4 else { return nil }
        var bits: UInt32 = 0
        for number in numbers {
            guard let byte = IPAddress.decimalByte(number) else { return nil }
            bits = bits << 8 | UInt32(byte)
        }
        return (.v4(bits << UInt32(32 - 8 * numbers.count)), 8 * numbers.count)
    }
}

extension IPSubnet: CustomStringConvertible {
    /// The prefix in full, with its length unless it is a single address.
    var description: String {
        prefixLength == address.bitWidth ? "\(address)" : "\(address)/\(prefixLength)"
    }
}
