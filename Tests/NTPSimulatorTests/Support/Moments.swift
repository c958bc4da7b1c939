// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Mean and variance of many values, and how far those of a fair sample may stray.
struct Moments {
    private(set) var count = 0.0
    private(set) var mean = 0.0
    private var squares = 0.0

    init(of values: some Sequence<Double>) {
        for value in values { add(value) }
    }

    /// Welford's update: nothing cancels.
    mutating func add(_ value: Double) {
        count += 1
        let difference = value - mean
        mean += difference / count
        squares += difference * (value - mean)
    }

    var variance: Double { squares / (count - 1) }

    /// Five standard deviations of the mean: one fair sample in two million is beyond.
    var tolerance: Double { 5 * (variance / count).squareRoot() }
}
