// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// How long to wait before trying again what has failed: ever longer, up to a limit.
struct RetryDelay {
    /// In seconds. The first is short, because a machine's network often comes up just after the daemon.
    private static let first = 2.0
    private static let longest = 3600.0

    private var latest = 0.0

    /// The wait after one more failure, in seconds.
    mutating func next() -> Double {
        latest = latest == 0 ? Self.first : min(Self.longest, latest * 2)
        return latest
    }

    mutating func reset() {
        latest = 0
    }
}
