// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What a daemon says of a request besides, or instead of, data.
public enum ControlStatus: UInt16, Error, Hashable, Sendable, CaseIterable {
    case success = 0
    case failed = 1
    /// Only the Unix socket may ask for this.
    case unauthorized = 2
    /// An unknown command, or an argument that has no meaning.
    case invalid = 3
    case noSuchSource = 4
    case invalidTimestamp = 5
    /// The configuration doesn't have what the command is about.
    case notEnabled = 6
    case badSubnet = 7
    case accessAllowed = 8
    case accessDenied = 9
    case noHostAccess = 10
    case sourceAlreadyKnown = 11
    case tooManySources = 12
    /// There is no real-time clock, or nobody looks after it.
    case noRTC = 13
    case badRTCFile = 14
    /// Clients aren't being counted.
    case inactive = 15
    /// No sample has this index.
    case badSample = 16
    case invalidAddressFamily = 17
    case badPacketVersion = 18
    case badPacketLength = 19
    case invalidName = 21

    /// Whether the daemon did what it was asked: a client's exit status.
    public var isSuccess: Bool {
        switch self {
        case .success, .accessAllowed, .accessDenied: true
        default: false
        }
    }
}

extension ControlStatus: CustomStringConvertible {
    public var description: String {
        switch self {
        case .success: "done"
        case .failed: "the daemon could not do it"
        case .unauthorized: "not allowed over the network; use the daemon's Unix socket"
        case .invalid: "the daemon does not know this command or argument"
        case .noSuchSource: "no such source"
        case .invalidTimestamp: "not a usable time"
        case .notEnabled: "not enabled in the daemon's configuration"
        case .badSubnet: "not a subnet"
        case .accessAllowed: "access is allowed"
        case .accessDenied: "access is denied"
        case .noHostAccess: "this host has no access"
        case .sourceAlreadyKnown: "the source is known already"
        case .tooManySources: "the daemon has no room for more sources"
        case .noRTC: "the daemon looks after no real-time clock"
        case .badRTCFile: "the file with the real-time clock's parameters cannot be used"
        case .inactive: "the daemon does not count its clients"
        case .badSample: "no such sample"
        case .invalidAddressFamily: "the daemon does not use this kind of address"
        case .badPacketVersion: "the daemon speaks another version of the protocol"
        case .badPacketLength: "the daemon expects a request of another length"
        case .invalidName: "not a host name"
        }
    }
}
