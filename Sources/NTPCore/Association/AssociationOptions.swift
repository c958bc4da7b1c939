// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Which of the modes of RFC 5905, section 3 an association is of.
public enum AssociationMode: Hashable, Sendable {
    /// A server is asked, and answers.
    case client
    /// A peer and we tell the time to each other.
    case symmetric
}

/// How one source is to be asked, and which of its answers are good enough. Times in seconds.
public struct AssociationOptions: Hashable, Sendable {
    /// The NTP version of the requests, 1 to 4.
    public var version: UInt8 = 4
    /// Whether the source is a server or a peer.
    public var mode = AssociationMode.client
    /// The shortest time between two requests.
    public var minimumPoll = PollInterval(exponent: 6)
    /// The longest time between two requests.
    public var maximumPoll = PollInterval(exponent: 10)
    /// A quick series of requests at the start, so that the clock is set within seconds.
    public var initialBurst = false
    /// A short series instead of each single request, for paths that lose packets.
    public var burst = false
    /// How many samples an estimate should rest upon; the poll interval moves to reach it.
    public var pollTarget = 8
    /// From this poll interval on, a request that isn't measured goes ahead of each, to fill the caches on the path.
    public var presendPoll: PollInterval?
    /// Not asked until `Association.goOnline`.
    public var offline = false
    /// Answers that took longer than this are not used.
    public var maximumDelay = 3.0
    /// Answers that took longer than this many times the shortest are not used; nil: no such limit.
    public var maximumDelayRatio: Double?
    /// Answers whose delay is beyond the shortest by more than this many times the jitter are not used.
    public var maximumDelayDeviationRatio = 10.0
    /// In place of that limit: the quantile of the delays of late beyond which answers are not used.
    public var maximumDelayQuantile: Double?
    /// The shortest delay that the path can have, where it is known.
    public var minimumDelay: Double?
    /// How many samples a median filter makes one of; 1 for no filter.
    public var filterLength = 1
    /// The stratum that the source is counted as, at least.
    public var minimumStratum: UInt8 = 0
    /// Added to each measured offset: the known error of the source or the path.
    public var offset = 0.0
    /// What the selection is told of the source: prefer, trust, require, noselect.
    public var selection: SelectionOptions = []
    /// Whether answers are authenticated, by whatever means; see `AuthenticationMode`.
    public var isAuthenticated = false
    /// The key that requests and replies are authenticated by; nil: none.
    public var key: KeyID?
    /// Whether to ask with each request when the reply before left, which the server knows better by then; with a peer,
    /// whether to tell that of our own packets.
    public var interleaved = false
    /// What requests of version 4 to a server ask for beside the time, and what a peer is told beside it.
    public var extensionFields: ExtensionFieldOptions = []
    /// How many polls an unreachable source can stay selected for.
    public var maximumUnreachablePolls = 100_000
    /// Whether the source's reference ID and stratum are told to others as one's own: it is as good as part of
    /// this machine.
    public var copiesIdentity = false
    /// What others are told that the clock follows when it follows this source. See RFC 5905, section 7.3.
    public var referenceID = ReferenceID.unsynchronized

    public init() {}

    /// The poll intervals that may be used.
    var pollRange: ClosedRange<PollInterval> {
        minimumPoll...max(minimumPoll, maximumPoll)
    }
}
