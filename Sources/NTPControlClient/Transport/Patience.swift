// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// How long a client waits for a reply, and how often it asks again.
package struct Patience: Hashable, Sendable {
    /// The time until the first repetition, in seconds; each time after that is twice as long as the one before.
    package var timeout: Double
    /// How often a request is repeated.
    package var retries: UInt16

    /// 1 s, 2 s and 4 s: long enough for a daemon that is being swapped in.
    package static let standard = Patience(timeout: 1, retries: 2)

    package init(timeout: Double, retries: UInt16) {
        self.timeout = timeout
        self.retries = retries
    }

    /// How long to wait after each time that the request is sent.
    var timeouts: [Double] {
        var timeouts: [Double] = []
        for attempt in 0...retries { timeouts.append(timeout * Double(1 << min(attempt, 16))) }
        return timeouts
    }

    /// How long it takes until a request is given up.
    var total: Double {
        timeouts.reduce(0, +)
    }
}
