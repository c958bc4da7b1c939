// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPSystem

/// How servers are to be asked for the time.
public struct QueryOptions: Hashable, Sendable {
    /// Which of the addresses of a name are asked.
    public enum Addresses: Hashable, Sendable {
        case first, all
    }

    /// How many measurements of each server are tried; the one with the shortest delay counts.
    public var samples = 4
    /// The time from one request to the next, in seconds.
    public var interval = 2.0
    /// How long an answer is waited for, in seconds.
    public var timeout = 2.0
    /// The UDP port of the server.
    public var port: UInt16 = 123
    /// Whether only the first address of a name is asked.
    public var addresses = Addresses.first
    /// Whether IPv4, IPv6 or both are tried.
    public var families = Set(AddressFamily.allCases)

    public init() {}
}
