// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What a compensation of the frequency has changed since the frequency was last measured: by as much it may be wrong.
struct CompensationDoubt: Hashable, Sendable {
    /// What it was when the clock was last updated, and what it is now, in s/s.
    private var measured = 0.0
    private var current = 0.0
    /// The furthest that it was from the former.
    private var widest = 0.0

    /// - Returns: By how much the doubt has grown, in s/s.
    mutating func change(to frequency: Frequency) -> Double {
        current = frequency.ratio
        let before = widest
        widest = max(widest, (current - measured).magnitude)
        return widest - before
    }

    /// The frequency was measured with the compensation as it is.
    mutating func noteUpdate() {
        measured = current
        widest = 0
    }
}
