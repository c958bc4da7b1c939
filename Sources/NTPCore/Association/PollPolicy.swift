// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Moves the poll interval up and down between its limits, by opinions that add up.
///
/// A score collects fractions of a power of two, so that no single sample changes the interval by much.
struct PollPolicy: Hashable, Sendable {
    private(set) var interval: PollInterval
    private(set) var score = 0.0
    private var range: ClosedRange<PollInterval>

    init(range: ClosedRange<PollInterval>) {
        self.range = range
        interval = range.lowerBound
    }

    /// Takes in an opinion in powers of two; positive asks for a longer interval.
    mutating func adjust(by change: Double) {
        guard change.isFinite else { return }
        score += max(-32, min(32, change))
        while score >= 1, interval < range.upperBound {
            interval.exponent += 1
            score -= 1
        }
        while score < 0, interval > range.lowerBound {
            interval.exponent -= 1
            score += 1
        }
        // At a limit the score must not run away, or it would take as long to come back.
        score = max(0, min(1, score))
    }

    /// Keeps within other limits from now on.
    mutating func limit(to range: ClosedRange<PollInterval>) {
        self.range = range
        interval = interval.clamped(to: range)
    }

    mutating func reset() {
        interval = range.lowerBound
        score = 0
    }
}
