// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Numeric addresses as people write them.
enum AddressNotation {
    /// One to four bytes in decimal with dots between them.
    static func ipv4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { decimal($0, atMost: 255) }.map { UInt8($0) }
        return 1...4 ~= parts.count && bytes.count == parts.count ? bytes : nil
    }

    /// Eight groups of 16 bits, of which `::` stands for as many zero ones as are missing. RFC 4291, section 2.2.
    static func ipv6(_ text: Substring) -> [UInt16]? {
        var parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count > 2 else { return nil }
        // The last four bytes may be written as an IPv4 address: two groups.
        if let bytes = ipv4(parts[parts.count - 1]), bytes.count == 4 {
            parts.removeLast()
            parts += [bytes[..<2], bytes[2...]].map { pair in
                Substring(String(pair.reduce(0) { $0 << 8 | UInt16($1) }, radix: 16))
            }
        }
        // At either end, `::` leaves two empty parts, elsewhere one: make it one everywhere.
        if parts.prefix(2).allSatisfy(\.isEmpty) { parts.removeFirst() }
        if parts.count > 1, parts.suffix(2).allSatisfy(\.isEmpty) { parts.removeLast() }
        if let gap = parts.firstIndex(where: \.isEmpty) {
            guard parts.count <= 8 else { return nil }
            parts.replaceSubrange(gap...gap, with: Array(repeating: "0", count: 9 - parts.count))
        }
        let groups = parts.compactMap(group)
        return groups.count == 8 && parts.count == 8 ? groups : nil
    }

    /// Digits and nothing else: no sign, no space, and no leading zero that some would read as octal.
    static func decimal(_ text: Substring, atMost limit: Int) -> Int? {
        guard 1...3 ~= text.utf8.count, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
            text.utf8.count == 1 || !text.hasPrefix("0"), let value = Int(text), value <= limit
        else { return nil }
        return value
    }

    /// One to four hexadecimal digits.
    private static func group(_ text: Substring) -> UInt16? {
        guard 1...4 ~= text.utf8.count, !text.hasPrefix("+") else { return nil }
        return UInt16(text, radix: 16)
    }
}

extension ClientAddress {
    /// Reads a whole IPv4 or IPv6 address without zone; nil for anything else, names included.
    public init?(_ text: String, port: UInt16) {
        if let bytes = AddressNotation.ipv4(text[...]), bytes.count == 4 {
            self.init(ipv4: bytes.reduce(0) { $0 << 8 | UInt32($1) }, port: port)
        } else if let groups = AddressNotation.ipv6(text[...]) {
            self.init(groups: groups, port: port)
        } else {
            return nil
        }
    }

    fileprivate init(groups: [UInt16], port: UInt16) {
        self.init(
            high: groups[..<4].reduce(0) { $0 << 16 | UInt64($1) },
            low: groups[4...].reduce(0) { $0 << 16 | UInt64($1) }, port: port)
    }
}

extension Subnet {
    /// Reads `192.0.2.1`, `192.0.2.0/24`, `192.0.2` (the same), `10/8`, `2001:db8::1`, `2001:db8::/32`.
    ///
    /// Without a length, as many bits are the prefix as are written. Nil for anything else, names included.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let length = parts.count == 2 ? AddressNotation.decimal(parts[1], atMost: 128) : nil
        guard let address = parts.first, parts.count == 1 || length != nil else { return nil }
        if let bytes = AddressNotation.ipv4(address) {
            let written = bytes.reduce(0) { $0 << 8 | UInt32($1) }
            self.init(
                ipv4: written << UInt32(8 * (4 - bytes.count)), prefixLength: length ?? 8 * bytes.count)
        } else if let groups = AddressNotation.ipv6(address) {
            let client = ClientAddress(groups: groups, port: 0)
            self.init(high: client.high, low: client.low, prefixLength: length ?? 128)
        } else {
            return nil
        }
    }
}
