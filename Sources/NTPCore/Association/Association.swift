// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// One remote server: requests out, measurements in. No sockets, no clocks, no randomness of its own.
///
/// The client side of RFC 5905's on-wire protocol (section 8) with the data minimisation of
/// draft-ietf-ntp-data-minimization: a request says nothing of the client but the version it speaks, and its
/// transmit timestamp is 64 random bits, by which the one reply to it is known.
public struct Association: Sendable {
    /// A request that may still be answered.
    struct Request: Hashable, Sendable {
        /// The transmit timestamp that was sent, to come back as origin timestamp.
        var nonce: NTPTimestamp
        /// The receive timestamp that was sent, to come back instead in a reply of interleaved mode; nil: none is
        /// asked for.
        var interleavedNonce: NTPTimestamp?
        /// When it really left, by the local clock; nil until the driver says so.
        var sentAt: NTPDate?
        var sentBy = TimestampSource.daemon
        /// Whether it goes ahead of the one that is to be measured.
        var isPresend = false
    }

    enum State: Hashable, Sendable {
        case idle
        case awaitingReply(Request)
    }

    /// How the source is asked.
    public internal(set) var options: AssociationOptions
    /// Which of the latest eight requests were answered.
    public internal(set) var reach = Reach()
    /// What was sent and received so far.
    public internal(set) var counters = AssociationCounters()
    /// When the next request is due; nil while offline and in no burst.
    public internal(set) var deadline: MonotonicInstant?
    /// Whether requests are sent at the poll interval.
    public private(set) var isOnline = false

    var state = State.idle
    var pollPolicy: PollPolicy
    var burst: Burst?
    /// The burst and the deadline as the latest measurement found them.
    var beforeMeasured: (burst: Burst?, deadline: MonotonicInstant?)
    /// Whether the request ahead of the next poll has been sent.
    var hasPresend = false
    /// The round trips of the latest good replies, in seconds.
    var latestDelays: [Double] = []
    /// Whether the next poll is one of two requests: the first after an initial burst.
    var owesConfirmation = false
    /// The packets between a peer and us; with a server, there are none.
    var peer = PeerState()
    /// The latest valid reply of a server, with what is known of its exchange.
    var latestExchange: Exchange?
    /// Whether the source is known to be this very program, by more than what its replies say.
    var isOwn = false
    /// How many denials came in a row; each doubles the time until the next request.
    var denials = 0
    /// Requests since the latest valid reply.
    public internal(set) var unanswered = 0
    /// Requests since the source was reachable.
    public internal(set) var unreachablePolls = 0

    /// - Parameters:
    ///   - options: How the source is asked.
    ///   - start: When the first request may leave.
    public init(options: AssociationOptions, start: MonotonicInstant) {
        self.options = options
        pollPolicy = PollPolicy(range: options.pollRange)
        if !options.offline { goOnline(at: start) }
    }

    /// The time from one request to the next, as it is now.
    public var poll: PollInterval { pollPolicy.interval }
    /// The part of a poll adjustment that has not moved the interval yet, 0 to 1; for reports.
    public var pollScore: Double { pollPolicy.score }
    /// Whether nothing came in answer to the latest eight requests, usable or not, or nobody asks.
    var isSilent: Bool { !isOnline && !isInBurst || unanswered >= Reach.length }
    /// Whether requests are sent in quick succession.
    public var isInBurst: Bool { burst != nil }

    /// Starts asking, with a burst where configured.
    public mutating func goOnline(at start: MonotonicInstant) {
        isOnline = true
        unanswered = 0
        deadline = start
        burst = options.initialBurst ? .initial : nil
        owesConfirmation = options.initialBurst
    }

    /// Stops asking; what was measured stays, but the source isn't reachable any more.
    public mutating func goOffline() {
        isOnline = false
        reach = Reach()
        hasPresend = false
        deadline = nil
        state = .idle
        burst = nil
        peer = PeerState()
    }

    /// Whether a request is due; the driver then calls `writeRequest(into:using:)`.
    public func isRequestDue(at now: MonotonicInstant) -> Bool {
        deadline.map { $0 <= now } ?? false
    }

    /// Takes an opinion on the poll interval into account, in powers of two.
    public mutating func adjustPoll(by change: Double) {
        pollPolicy.adjust(by: change)
    }

    /// The local clock was stepped: an answer on its way would be measured by two different clocks.
    public mutating func clockStepped() {
        state = .idle
        latestExchange = nil
        peer = PeerState()
    }
}

/// What an association has sent and received; for reports.
public struct AssociationCounters: Hashable, Sendable {
    /// Requests that were written.
    public var sent: UInt32 = 0
    /// Datagrams that came from the source's address, good or not.
    public var received: UInt32 = 0
    /// Replies to our own requests.
    public var valid: UInt32 = 0
    /// Those of them that passed all tests.
    public var good: UInt32 = 0

    public init() {}
}
