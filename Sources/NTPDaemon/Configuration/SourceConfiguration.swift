// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem

/// A `server`, `pool` or `peer` directive.
struct SourceConfiguration: Hashable, Sendable {
    enum Kind: String, Hashable, Sendable {
        case server, pool, peer
    }

    var kind: Kind
    var host: Host
    var options = SourceOptions()
}

/// What may be said about a source.
struct SourceOptions: Hashable, Sendable, Defaulted {
    static let defaults = SourceOptions()

    var port: UInt16 = 123
    /// Nil for any.
    var addressFamily: AddressFamily?
    /// Of the packets sent; nil for the highest that the other options allow.
    var version: UInt8?
    /// How many servers of a pool are used.
    var maximumSources = 4

    /// The shortest and the longest interval between requests, as far as they were given.
    var minimumPoll: PollInterval?
    var maximumPoll: PollInterval?
    /// How many samples the poll interval is adjusted for.
    var pollTarget = 8
    /// From this poll interval on, a request without use goes ahead of each, to fill ARP caches.
    var presendPoll: PollInterval?
    /// A burst of requests when the source comes online.
    var initialBurst = false
    /// A burst of requests when a measurement isn't good enough.
    var burst = false
    /// Not polled until told to.
    var startsOffline = false
    /// Taken as offline as soon as a request can't be sent.
    var goesOffline = false

    var selection: SelectionOptions = []
    /// The lowest stratum that the source is taken to have.
    var minimumStratum: UInt8 = 0
    /// How many polls an unreachable source stays selected for.
    var maximumUnreachablePolls = 100_000
    /// The reference ID and stratum of the source are assumed as our own.
    var copiesIdentity = false

    /// Limits on the round-trip delay of a sample, in seconds or as ratios.
    var maximumDelay = 3.0
    var maximumDelayRatio: Double?
    var maximumDelayDeviationRatio = 10.0
    var maximumDelayQuantile: Double?
    /// The delay of the path in truth, in seconds, when it is known.
    var minimumDelay: Double?
    /// The share of the jitter on the way out, -0.5 to 0.5; nil to estimate it.
    var asymmetry: Double?
    /// Added to the measured offsets, in seconds.
    var offset = 0.0
    /// How many polls a median filter makes one sample of; nil or 0 for no filter.
    var filterLength: Int?
    /// How many samples are kept; nil for what holds for all sources.
    var minimumSamples: Int?
    var maximumSamples: Int?

    var interleaved = false
    var key: UInt32?
    /// What requests ask for beside the time.
    var extensionFields: ExtensionFieldOptions = []

    /// The poll intervals to keep within. A limit that was given moves the default of the other with it.
    var polls: ClosedRange<PollInterval> {
        let lowest = minimumPoll ?? min(PollInterval(exponent: 6), maximumPoll ?? PollInterval(exponent: 6))
        let highest = maximumPoll ?? PollInterval(exponent: 10)
        return lowest...max(lowest, highest)
    }
}

/// What concerns the requests to all sources.
struct ClientConfiguration: Hashable, Sendable {
    /// The one source port of all requests; nil for a new random one with each, 0 for a random one for all.
    var port: UInt16?
    var bindAddresses = BoundAddresses()
    var device: String?
    /// The differentiated services code point of all NTP packets, server's and client's; RFC 2474.
    var dscp: UInt8 = 0
    /// How often the names of sources are resolved again, in seconds; 0 for never.
    var refreshInterval = 1_209_600
    /// The samples kept for a source; 0 stands for no limit.
    var minimumSamples = 6
    var maximumSamples = 0
    var initialCorrection: InitialCorrection?
    /// Whether the time may be set by hand.
    var isManual = false
}

/// The addresses that sockets are bound to, one for each family. Nil for all.
struct BoundAddresses: Hashable, Sendable {
    var ipv4: IPAddress?
    var ipv6: IPAddress?
}

/// A correction of the clock by several servers at the start (`initstepslew`).
struct InitialCorrection: Hashable, Sendable {
    /// In seconds. Larger offsets are stepped, others slewed.
    var threshold: Double
    var servers: [Host]
}
