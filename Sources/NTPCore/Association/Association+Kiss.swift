// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Association {
    /// How many poll intervals a server that complains about the rate is left alone, beyond the usual one.
    private static let rateLimitedPolls = 4.0
    /// The time until the next request after the first denial, in seconds, and the limit to its doubling.
    private static let shortestDenial = 1024.0
    private static let longestDenial = 65536.0

    /// Does what the server asks for, within limits that make an attacker on the path no more than a nuisance.
    ///
    /// A denial isn't for ever, as RFC 5905, section 7.4 would have it: without authentication, one forged
    /// packet would do (CVE-2015-7704). A server that means it says so again, and is asked ever more rarely.
    mutating func obey(_ kiss: KissCode, now: MonotonicInstant) {
        burst = nil
        switch kiss {
        case .rate:
            pollPolicy.adjust(by: 1)
            schedule(at: now.advanced(by: poll.seconds * (1 + Self.rateLimitedPolls)))
        case .deny, .restrict:
            let pause = max(poll.seconds, Self.shortestDenial) * Double(1 << min(denials, 6))
            denials += 1
            schedule(at: now.advanced(by: min(pause, max(poll.seconds, Self.longestDenial))))
        case .other:
            break
        }
    }
}
