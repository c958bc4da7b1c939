// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What a responder has done since it was made. Every datagram is counted once as received, and once below.
public struct ServerCounters: Hashable, Sendable, BitwiseCopyable {
    public private(set) var received: UInt64 = 0
    public private(set) var answered: UInt64 = 0
    public private(set) var denied: UInt64 = 0
    public private(set) var malformed: UInt64 = 0
    public private(set) var notRequests: UInt64 = 0
    public private(set) var unauthenticated: UInt64 = 0
    /// Those of the answered that were authenticated by a key.
    public internal(set) var authenticated: UInt64 = 0
    /// Those of the answered that told when the reply before left.
    public internal(set) var interleaved: UInt64 = 0
    /// Because there were too many: not answered, and answered by a kiss code.
    public private(set) var limited: UInt64 = 0
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
