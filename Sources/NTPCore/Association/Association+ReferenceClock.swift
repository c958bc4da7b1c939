// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension Association {
    /// A poll interval of a reference clock is over.
    ///
    /// - Parameter hasSample: Whether its readings came to a sample.
    mutating func closePoll(hasSample: Bool, at now: MonotonicInstant) {
        countRequest()
        if hasSample {
            reach.answered()
            unanswered = 0
        }
        // From the deadline on, so that intervals follow each other without gaps; a timer that is late by more starts anew.
        let next = (deadline ?? now).advanced(by: poll.seconds)
        schedule(at: next > now ? next : now.advanced(by: poll.seconds))
    }
}
