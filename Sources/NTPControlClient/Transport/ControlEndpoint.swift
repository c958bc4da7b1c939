// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPSystem

/// Where a daemon may listen for control requests.
package enum ControlEndpoint: Hashable, Sendable {
    /// A Unix socket by its path: every command.
    case unix(String)
    /// UDP: reports alone, and not all of them.
    case udp(SocketAddress)

    package static let standardPath = "/run/chrony/chronyd.sock"
    package static let standardPort: UInt16 = 323

    /// The places of this machine where a daemon listens unless it is configured otherwise, the best one first.
    package static func local(port: UInt16 = standardPort) -> [ControlEndpoint] {
        [
            .unix(standardPath), .udp(.loopback(.ipv4, port: port)), .udp(.loopback(.ipv6, port: port)),
        ]
    }
}

extension ControlEndpoint: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unix(let path): path
        case .udp(let address): address.description
        }
    }
}
