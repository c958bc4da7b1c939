// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Glibc

// swift-argument-parser takes two things from FoundationEssentials: JSON for `--experimental-dump-help`, which its
// plugins use, and a protocol of errors that nobody here conforms to. They would make up 40 % of this program. So
// releases are linked with what is below in their place; see `withoutFoundation` in Package.swift.

/// Stands in for `LocalizedError`, with the same requirements.
protocol LocalizedErrorStandIn: Error {
    var errorDescription: String? { get }
    var failureReason: String? { get }
    var recoverySuggestion: String? { get }
    var helpAnchor: String? { get }
}

/// Stands in for every function of Foundation that writing JSON begins with.
@_cdecl("ntpctl_stand_in_for_foundation")
func endWithoutFoundation() -> Never {
    try? Standard.error.writeLine("This program was built without Foundation; a debug build can do this.")
    exit(ExitStatus.no.rawValue)
}
