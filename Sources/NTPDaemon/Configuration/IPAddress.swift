// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// An IPv4 or IPv6 address, without scope.
enum IPAddress: Hashable, Sendable {
    case v4(UInt32)
    case v6(UInt128)

    /// The number of bits of such an address.
    var bitWidth: Int {
        switch self {
        case .v4: 32
        case .v6: 128
        }
    }

    /// The address with the bits beyond the first `length` cleared.
    func masked(to length: Int) -> IPAddress {
        switch self {
        case .v4(let bits): .v4(length <= 0 ? 0 : bits & (.max << UInt32(32 - min(length, 32))))
        case .v6(let bits): .v6(length <= 0 ? 0 : bits & (.max << UInt128(128 - min(length, 128))))
        }
    }
}

extension IPAddress {
    /// Reads the usual notations: four decimal numbers (RFC 1123, section 2.1), or RFC 4291, section 2.2.
    init?(_ text: some StringProtocol) {
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let bits = Self.parseV6(Array(text.utf8)) else { return nil }
            self = .v6(bits)
        } else {
            guard let bits = Self.parseV4(text.utf8) else { return nil }
            self = .v4(bits)
        }
    }

    private static func parseV4(_ text: some Sequence<UInt8>) -> UInt32? {
        let parts = Array(text).split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard let number = decimalByte(part) else { return nil }
            bits = bits << 8 | UInt32(number)
        }
        return bits
    }

    /// A number as it stands in an IPv4 address. No leading zeros: some would read them as octal.
    static func decimalByte(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            digits.count == 1 || digits.first != UInt8(ascii: "0")
        else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self))
    }

    private static func parseV6(_ text: [UInt8]) -> UInt128? {
        let colon = UInt8(ascii: ":")
        var halves: [[UInt16]] = []
        if let gap = text.indices.dropLast().first(where: { text[$0] == colon && text[$0 + 1] == colon }) {
            guard let head = groups(text[..<gap], isTail: false),
                let tail = groups(text[(gap + 2)...], isTail: true), head.count + tail.count < 8
            else { return nil }
            halves = [head, Array(repeating: 0, count: 8 - head.count - tail.count), tail]
        } else {
            guard let all = groups(text[...], isTail: true), all.count == 8 else { return nil }
            halves = [all]
        }
        return halves.joined().reduce(0) { $0 << 16 | UInt128($1) }
    }

    /// Groups of four hexadecimal digits; the tail of an address may end in an IPv4 address.
    private static func groups(_ text: ArraySlice<UInt8>, isTail: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if isTail, index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
                guard let bits = parseV4(part) else { return nil }
                groups += [UInt16(bits >> 16), UInt16(truncatingIfNeeded: bits)]
            } else {
                // A sign would be taken for part of the number.
                guard (1...4).contains(part.count), part.first != UInt8(ascii: "+"),
                    let group = UInt16(String(decoding: part, as: UTF8.self), radix: 16)
                else { return nil }
                groups.append(group)
            }
        }
        return groups
    }
}

extension IPAddress: CustomStringConvertible {
    /// The canonical notation; for IPv6 that of RFC 5952, section 4.
    var description: String {
        switch self {
        case .v4(let bits):
            return [24, 16, 8, 0].map { String(bits >> $0 & 0xFF) }.joined(separator: ".")
        case .v6(let bits):
            if bits >> 32 == 0xFFFF {
                return "::ffff:\(IPAddress.v4(UInt32(truncatingIfNeeded: bits)))"
            }
            let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
            let zeros = Self.longestRunOfZeros(groups)
            let hex = groups.map { String($0, radix: 16) }
            guard zeros.count > 1 else { return hex.joined(separator: ":") }
            return hex[..<zeros.lowerBound].joined(separator: ":") + "::"
                + hex[zeros.upperBound...].joined(separator: ":")
        }
    }

    private static func longestRunOfZeros(_ groups: [UInt16]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for index in groups.indices {
            guard groups[index] == 0 else {
                start = index + 1
                continue
            }
            if index + 1 - start > longest.count { longest = start..<index + 1 }
        }
        return longest
    }
}
