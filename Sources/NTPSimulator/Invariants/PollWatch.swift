// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// The times at which one source is asked.
struct PollWatch: Hashable, Sendable {
    /// The poll interval may vary by this part, so that clients don't march in step.
    private static let tolerance = 0.985
    /// As many requests as an initial burst may have.
    private static let burstRequests = 8

    private let options: AssociationOptions
    private var latest: MonotonicInstant?
    private var burstLeft: Int

    init(options: AssociationOptions) {
        self.options = options
        burstLeft = options.initialBurst ? Self.burstRequests : 0
    }

    mutating func restart() {
        burstLeft = options.initialBurst ? Self.burstRequests : 0
        latest = nil
    }

    /// - Returns: The time since the request before, in seconds, if that is too short.
    mutating func note(_ now: MonotonicInstant) -> Double? {
        defer { latest = now }
        guard let latest else { return nil }
        let elapsed = now.seconds(since: latest)
        let shortest = options.minimumPoll.seconds
        if elapsed >= shortest * Self.tolerance { return nil }
        guard options.burst || burstLeft > 0, elapsed >= min(2, shortest / 4) * Self.tolerance else {
            return elapsed
        }
        burstLeft -= 1
        return nil
    }
}
