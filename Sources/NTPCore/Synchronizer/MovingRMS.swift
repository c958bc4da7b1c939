// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A moving root mean square. As long as values get smaller from the first one on, it is the latest: what a clock was
/// off by at the start says nothing about how it is kept.
struct MovingRMS: Hashable, Sendable {
    /// The part of a new square in the mean.
    private static let gain = 0.1

    private var square: Double?
    private var isSettled = false

    var value: Double {
        (square ?? 0).squareRoot()
    }

    mutating func add(_ value: Double) {
        let new = value * value
        if let square, new > square { isSettled = true }
        square = isSettled ? (square ?? new) + Self.gain * (new - (square ?? new)) : new
    }
}
