// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPSystem

/// How servers are to be asked for the time.
package struct QueryOptions: Hashable, Sendable {
    /// Which of the addresses of a name are asked.
    package enum Addresses: Hashable, Sendable {
        case first, all
    }

    /// How many measurements of each server are tried; the one with the shortest delay counts.
    package var samples = 4
    /// The time from one request to the next, in seconds.
    package var interval = 2.0
    /// How long an answer is waited for, in seconds.
    package var timeout = 2.0
    package var port: UInt16 = 123
    package var addresses = Addresses.first
    package var families = Set(AddressFamily.allCases)

    package init() {}
}
