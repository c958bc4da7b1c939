// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore
internal import NTPSystem

/// How many requests an address may make over the network: the `cmdratelimit` directive.
///
/// A token bucket for each address, in a table that doesn't grow: two addresses that fall into the same place
/// take turns in it, which nobody can bring about on purpose, since places are drawn anew for each run.
struct CommandLimiter {
    private struct Bucket {
        var address: SocketAddress
        var tokens: Double
        var filledAt: MonotonicInstant
    }

    private static let capacity = 256

    private var buckets: [Bucket?] = Array(repeating: nil, count: capacity)
    /// The time in which a token comes in, in seconds.
    private let interval: Double
    /// How many tokens a bucket holds.
    private let burst: Double
    /// One in so many requests without a token is let through.
    private let leak: UInt32

    init(_ configuration: RateLimitConfiguration) {
        interval = Double(sign: .plus, exponent: configuration.interval, significand: 1)
        burst = Double(configuration.burst)
        leak = 1 << UInt32(configuration.leak)
    }

    /// Whether a request from the address is to be answered.
    mutating func admits(_ address: SocketAddress, now: MonotonicInstant) -> Bool {
        var host = address
        host.port = 0
        let place = Int(UInt(bitPattern: host.hashValue) % UInt(Self.capacity))
        var bucket = Bucket(address: host, tokens: burst, filledAt: now)
        if let known = buckets[place], known.address == host {
            let income = now.seconds(since: known.filledAt) / interval
            bucket.tokens = min(burst, known.tokens + income)
        }
        defer { buckets[place] = bucket }
        guard bucket.tokens >= 1 else { return UInt32.random(in: 0..<leak) == 0 }
        bucket.tokens -= 1
        return true
    }
}
