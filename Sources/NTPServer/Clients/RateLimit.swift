// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// How many replies a client gets: a token for each, of which it earns one in every interval.
public struct RateLimit: Hashable, Sendable, BitwiseCopyable {
    /// log₂ of the time in which a client earns a token, in seconds.
    let interval: Int8
    /// What it earns in a tick of `ClientTime`.
    let tokensPerTick: Float
    /// How many tokens it can save.
    let burst: Float
    /// One in so many requests without a token is answered all the same, as a mask for random bits.
    ///
    /// So that nobody can keep a client from getting any reply by sending requests in its name.
    private let leakMask: UInt64
    /// The same for a kiss code; nil for none.
    private let kissMask: UInt64?

    /// - Parameters:
    ///   - interval: log₂ of the time in which a client earns a reply, in seconds: -19 to 12.
    ///   - burst: How many replies it can save, at least one.
    ///   - leak: One in 2^leak requests beyond that is answered all the same: 1 to 4.
    ///   - kod: One in 2^kod of the others gets a kiss code: 1 to 4; 0 for none.
    public init(interval: Int, burst: Int, leak: Int, kod: Int = 0) {
        precondition(-19...12 ~= interval && 1...255 ~= burst, "no rate that a limit can have")
        precondition(1...4 ~= leak && 0...4 ~= kod, "no probability that a limit can have")
        self.init(
            interval: Int8(interval), burst: Float(burst), leakMask: 1 << UInt64(leak) - 1,
            kissMask: kod == 0 ? nil : 1 << UInt64(kod) - 1)
    }

    private init(interval: Int8, burst: Float, leakMask: UInt64, kissMask: UInt64?) {
        self.interval = interval
        tokensPerTick = Float(
            sign: .plus, exponent: -ClientTime.ticksExponent - Int(interval), significand: 1)
        self.burst = burst
        self.leakMask = leakMask
        self.kissMask = kissMask
    }

    /// What the addresses of a network prefix may have together.
    ///
    /// Who has an IPv6 prefix has more addresses than any table; a network with as many clients as this is rare.
    var ofPrefix: RateLimit {
        RateLimit(
            interval: interval - Self.clientsOfPrefix, burst: burst * Float(1 << Self.clientsOfPrefix),
            leakMask: leakMask, kissMask: kissMask)
    }

    private static let clientsOfPrefix: Int8 = 6  // log₂ of 64

    /// What becomes of a request without a token.
    ///
    /// - Parameter random: Different bits for each request.
    func decision(random: UInt64) -> Admission {
        if random & leakMask == 0 { return .answer }
        // Bits that the mask above doesn't reach.
        if let kissMask, random >> 8 & kissMask == 0 { return .kiss }
        return .drop
    }
}

/// What a request deserves by the rate at which its sender makes them.
public enum Admission: Hashable, Sendable, BitwiseCopyable {
    case answer
    /// A reply that only says that they are too many: the kiss code RATE.
    case kiss
    case drop
}
