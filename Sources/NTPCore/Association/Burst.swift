// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A quick series of requests that ends when enough were answered well or enough were sent.
struct Burst: Hashable, Sendable {
    /// The longest time between two requests of a series, in seconds; less where the poll interval is short.
    static let longestSpacing = 2.0

    /// At the start of an association: enough for a first estimate of the frequency as well.
    static let initial = Burst(goodLeft: 4, requestsLeft: 8)
    /// With the first poll after the initial burst: the first frequency then doesn't hang on a single sample.
    static let confirmation = Burst(goodLeft: 2, requestsLeft: 2)
    /// With each poll: one good answer is what it is about. Nil when there is no room for a second request.
    ///
    /// No more than keep the mean interval above the shortest that is allowed.
    static func everyPoll(_ poll: PollInterval, minimum: PollInterval) -> Burst? {
        let room = max(0, min(2, Int(poll.exponent) - Int(minimum.exponent)))
        return room == 0 ? nil : Burst(goodLeft: 1, requestsLeft: 1 << room)
    }

    private(set) var goodLeft: Int
    private(set) var requestsLeft: Int

    var isOver: Bool {
        goodLeft <= 0 || requestsLeft <= 0
    }

    mutating func requested() {
        requestsLeft -= 1
    }

    mutating func answered() {
        goodLeft -= 1
    }

    static func spacing(forPollsEvery seconds: Double) -> Double {
        min(longestSpacing, seconds / 4)
    }
}
