// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Association {
    /// Sends requests in quick succession from `start` on, whether online or not, until there are enough answers.
    ///
    /// - Parameters:
    ///   - goodReplies: After how many replies that pass all tests it ends.
    ///   - requests: After how many requests it ends at the latest.
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
        pollPolicy.reset()
        if isOnline { goOnline(at: start) }
    }

    /// Sets the time of the next request, unless no more are wanted.
    mutating func schedule(at instant: MonotonicInstant) {
        deadline = isOnline || isInBurst ? instant : nil
    }
}
