// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A host as the configuration names it.
enum Host: Hashable, Sendable {
    case address(IPAddress)
    /// To be resolved; also an IPv6 address with a scope, such as `fe80::1%eth0`.
    case name(String)

    /// Nil for what is neither an address nor could be in the DNS.
    ///
    /// A mistyped address isn't a name: no top-level domain is a number (RFC 1123, section 2.1).
    init?(_ text: String) {
        if let address = IPAddress(text) {
            self = .address(address)
        } else if Self.isScopedAddress(text) || Self.isName(text) {
            self = .name(text)
        } else {
            return nil
        }
    }

    private static func isScopedAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "%", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, case .v6? = IPAddress(parts[0]) else { return false }
        return parts[1].utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    private static func isName(_ text: String) -> Bool {
        // 253 is the longest that fits into a DNS message; RFC 1035, section 2.3.4.
        guard text.utf8.count <= 253, text != "." else { return false }
        let labels = (text.hasSuffix(".") ? text.dropLast() : text[...])
            .split(separator: ".", omittingEmptySubsequences: false)
        let areLabels = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-")
                && label.utf8.allSatisfy { byte in
                    let character = Unicode.Scalar(byte)
                    return character.properties.isAlphabetic && byte < 0x80
                        || ("0"..."9").contains(character) || character == "-" || character == "_"
                }
        }
        return areLabels && labels.last.map { !$0.utf8.allSatisfy { (0x30...0x39).contains($0) } } ?? false
    }
}

extension Host: CustomStringConvertible {
    var description: String {
        switch self {
        case .address(let address): "\(address)"
        case .name(let name): name
        }
    }
}

extension Grammar where Value == Host {
    static var host: Self {
        Self(expected: "a host name or an IP address", parse: { Host($0) }, print: { "\($0)" })
    }
}

extension Grammar where Value == IPAddress {
    static var address: Self {
        Self(expected: "an IP address", parse: { IPAddress($0) }, print: { "\($0)" })
    }
}
