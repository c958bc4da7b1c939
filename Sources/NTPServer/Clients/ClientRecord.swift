// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPCore

/// What is remembered of one client, or of a network prefix.
struct ClientRecord: Sendable, BitwiseCopyable {
    enum Kind: UInt8, Sendable, BitwiseCopyable {
        case free, address, prefix
    }

    private(set) var high: UInt64 = 0
    private(set) var low: UInt64 = 0
    /// When the latest request came.
    private(set) var latest = ClientTime.never
    private(set) var hits: UInt32 = 0
    var drops: UInt32 = 0
    private(set) var tokens: Float = 0
    /// The usual time between two requests, and that after a request that was refused.
    private(set) var interval = AverageInterval()
    private(set) var refusedInterval = AverageInterval()
    private(set) var kind = Kind.free
    private var wasRefused = false

    init() {}

    init(_ kind: Kind, high: UInt64, low: UInt64, tokens: Float) {
        self.kind = kind
        self.high = high
        self.low = low
        self.tokens = tokens
    }

    @inline(__always)
    func isOf(_ kind: Kind, _ high: UInt64, _ low: UInt64) -> Bool {
        self.low == low && self.high == high && self.kind == kind
    }

    /// Notes a request, and decides what it deserves.
    ///
    /// - Parameter limit: Nil when each is answered.
    mutating func admit(at time: ClientTime, under limit: RateLimit?, random: UInt64) -> Admission {
        noteHit(at: time)
        guard let limit else { return .answer }
        let decision = tokens >= 1 ? Admission.answer : limit.decision(random: random)
        // A reply beyond the limit counts as well: the next one is due an interval after it.
        if decision == .answer { tokens = max(0, tokens - 1) }
        wasRefused = decision != .answer
        if decision == .drop { drops.increment() }
        return decision
    }

    /// Brings the tokens up to date with the time; to be called before `admit`.
    mutating func earn(until time: ClientTime, under limit: RateLimit) {
        // A clock that was set back earns nothing.
        let ticks = max(0, time.ticks &- latest.ticks)
        tokens = min(limit.burst, tokens + Float(ticks) * limit.tokensPerTick)
    }

    mutating func resetCounters() {
        hits = 0
        drops = 0
    }

    private mutating func noteHit(at time: ClientTime) {
        if hits > 0 {
            let gap = time.ticks &- latest.ticks
            if wasRefused { refusedInterval.note(ticks: gap) } else { interval.note(ticks: gap) }
        }
        hits.increment()
        latest = time
    }
}

/// A time of the local clock in 2⁻²⁰ s, which is enough for telling requests apart.
struct ClientTime: Hashable, Comparable, Sendable, BitwiseCopyable {
    let ticks: Int64

    /// log₂ of the ticks in a second.
    static let ticksExponent = 20
    static let never = ClientTime(ticks: .min / 2)

    private init(ticks: Int64) {
        self.ticks = ticks
    }

    init(_ date: NTPDate) {
        ticks = Int64(truncatingIfNeeded: date.bits >> (64 - Self.ticksExponent))
    }

    var date: NTPDate {
        NTPDate(bits: Int128(ticks) << (64 - Self.ticksExponent))
    }

    static func < (a: Self, b: Self) -> Bool {
        a.ticks < b.ticks
    }
}

/// An average of intervals in which each new one counts a quarter, on a scale of powers of two.
struct AverageInterval: Hashable, Sendable, BitwiseCopyable {
    /// Four times log₂ of the interval in seconds.
    private var quarters = unknown

    private static let unknown = Int8.min

    /// Nil before the second request.
    var interval: PollInterval? {
        // Rounded to the nearest.
        quarters == Self.unknown ? nil : PollInterval(exponent: (quarters + 2) >> 2)
    }

    mutating func note(ticks: Int64) {
        // From 2⁻²⁰ s to 12 days, beyond which it is another visit.
        let ticks = UInt64(max(1, min(ticks, 1 << 40)))
        let exponent = 63 - ticks.leadingZeroBitCount
        // The two bits behind the first one are the fraction, nearly.
        let fraction = exponent >= 2 ? Int(ticks >> (exponent - 2) & 3) : 0
        let sample = Int8(4 * (exponent - ClientTime.ticksExponent) + fraction)
        guard quarters != Self.unknown else {
            quarters = sample
            return
        }
        let change = Int(sample) - Int(quarters)
        // At least a step, or it would never quite arrive.
        quarters += Int8(change / 4 == 0 ? change.signum() : change / 4)
    }
}

extension UInt32 {
    /// Counts on, up to the largest number.
    fileprivate mutating func increment() {
        self = self &+ (self == .max ? 0 : 1)
    }
}
