// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Association {
    /// Round trips that allow for polls of less than a second, in seconds: those of a local network.
    private static let longestSubsecondDelay = 0.01
    private static let rememberedDelays = 8

    /// Sends requests in quick succession from `start` on, whether online or not, until there are enough answers.
    ///
    /// - Parameters:
    ///   - goodReplies: After how many replies that pass all tests it ends.
    ///   - requests: After how many requests it ends at the latest.
    ///   - start: When the first of them may leave.
    public mutating func startBurst(goodReplies: Int, requests: Int, at start: MonotonicInstant) {
        guard goodReplies > 0, requests > 0 else { return }
        burst = Burst(goodLeft: goodReplies, requestsLeft: requests)
        deadline = start
    }

    /// Asks and judges by other options from now on. The next request leaves when it would have.
    public mutating func apply(_ options: AssociationOptions) {
        self.options = options
        pollPolicy.limit(to: options.pollRange)
    }

    /// Asks as at the start, now that what it learnt from the answers doesn't count any more.
    public mutating func restart(at start: MonotonicInstant) {
        state = .idle
        latestDelays.removeAll(keepingCapacity: true)
        pollPolicy.reset()
        if isOnline { goOnline(at: start) }
    }

    /// The time between two polls, in seconds: less than a second only over a quick network, and as long as somebody
    /// answers.
    var pollSeconds: Double {
        guard poll.exponent < 0 else { return poll.seconds }
        let shortest = latestDelays.min() ?? .infinity
        return reach.isReachable && shortest <= Self.longestSubsecondDelay ? poll.seconds : 1
    }

    mutating func noteDelay(_ delay: Double) {
        if latestDelays.count == Self.rememberedDelays { latestDelays.removeFirst() }
        latestDelays.append(delay)
    }

    /// Sets the time of the next request, unless no more are wanted.
    mutating func schedule(at instant: MonotonicInstant) {
        deadline = isOnline || isInBurst ? instant : nil
    }
}
