// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What is served, to whom, and from where.
struct ServerConfiguration: Hashable, Sendable {
    /// 0 for no server.
    var port: UInt16 = 123
    var bindAddresses = BoundAddresses()
    var device: String?
    /// Without any, nobody is served.
    var access: [AccessRule] = []
    var local: LocalReferenceConfiguration?
    var rateLimit: RateLimitConfiguration?
    /// How many bytes the records of clients may take; none at all with `refusesClientLog`.
    var clientLogLimit = 524_288
    var refusesClientLog = false
    /// How many threads serve; 0 for the main one, besides its other work.
    var threads = 0
    var broadcasts: [BroadcastConfiguration] = []
    var smoothing: SmoothingConfiguration?
}

/// An `allow` or `deny` directive. The most specific rule for an address decides.
struct AccessRule: Hashable, Sendable {
    enum Verdict: String, Hashable, Sendable {
        case allow, deny
    }

    enum Subject: Hashable, Sendable {
        case everyone
        case subnet(IPSubnet)
        /// The first address that the name resolves to.
        case host(String)
    }

    var verdict: Verdict
    var subject: Subject
    /// Whether rules before this one are void for all that it covers, even more specific ones (`all`).
    var overrides: Bool
}

/// When the local clock is served as if it were synchronised.
struct LocalReferenceConfiguration: Hashable, Sendable, Defaulted {
    static let defaults = LocalReferenceConfiguration()

    var stratum: UInt8 = 10
    /// From which root distance on, in seconds.
    var distance = 1.0
    /// Not before the root distance has once been below this, in seconds; 0 for at once.
    var activationDistance = 0.0
    var isOrphan = false
    /// How long after the last update, and how long after the loss of synchronisation, in seconds.
    var waitSynchronized = 0.0
    /// Nil for 300 s with `orphan`, else 0.
    var waitUnsynchronized: Double?
}

/// How many packets a client may send.
struct RateLimitConfiguration: Hashable, Sendable {
    /// The shortest interval between responses, as a power of two of seconds.
    var interval: Int
    /// How many responses may be closer together.
    var burst = 8
    /// One in 2^leak requests beyond the limit is still answered.
    var leak = 2
    /// One in 2^kod requests beyond the limit gets a kiss code; 0 for none.
    var kod = 0
}

struct BroadcastConfiguration: Hashable, Sendable {
    /// In seconds.
    var interval: Int
    var address: IPAddress
    var port: UInt16
}

/// A slow correction of the time that is served.
struct SmoothingConfiguration: Hashable, Sendable {
    var maximumFrequencyPPM: Double
    /// In ppm per second.
    var maximumWanderPPM: Double
    var onlyLeapSeconds = false
}
