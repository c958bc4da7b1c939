// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What a responder has done since it was made. Every datagram is counted once as received, and once below.
public struct ServerCounters: Hashable, Sendable, BitwiseCopyable {
    /// Datagrams in all.
    public private(set) var received: UInt64 = 0
    /// Those that got a reply, kisses not counted.
    public private(set) var answered: UInt64 = 0
    /// Those of senders that the access list doesn't allow.
    public private(set) var denied: UInt64 = 0
    /// Those that are no NTP.
    public private(set) var malformed: UInt64 = 0
    /// Those of a mode that isn't answered.
    public private(set) var notRequests: UInt64 = 0
    /// Those with an authenticator that proves nothing.
    public private(set) var unauthenticated: UInt64 = 0
    /// Those of the answered that were authenticated by a key.
    public internal(set) var authenticated: UInt64 = 0
    /// Those of the answered that told when the reply before left.
    public internal(set) var interleaved: UInt64 = 0
    /// Because there were too many: not answered, and answered by a kiss code.
    public private(set) var limited: UInt64 = 0
    /// Those that were answered by a kiss.
    public private(set) var kissed: UInt64 = 0

    public init() {}

    mutating func count(_ verdict: Verdict) {
        received &+= 1
        switch verdict {
        case .respond: answered &+= 1
        case .kiss: kissed &+= 1
        case .drop(.denied): denied &+= 1
        case .drop(.malformed): malformed &+= 1
        case .drop(.notARequest): notRequests &+= 1
        case .drop(.unauthenticated): unauthenticated &+= 1
        case .drop(.limited): limited &+= 1
        }
    }

    /// The counts of several responders, one per serving thread, as one.
    public static func + (a: Self, b: Self) -> Self {
        var sum = a
        sum.received &+= b.received
        sum.answered &+= b.answered
        sum.denied &+= b.denied
        sum.malformed &+= b.malformed
        sum.notRequests &+= b.notRequests
        sum.unauthenticated &+= b.unauthenticated
        sum.authenticated &+= b.authenticated
        sum.interleaved &+= b.interleaved
        sum.limited &+= b.limited
        sum.kissed &+= b.kissed
        return sum
    }
}
