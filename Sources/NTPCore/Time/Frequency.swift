// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A relative rate in seconds per second; positive makes the local clock run faster.
///
/// A clock with frequency *f* advances by (1 + *f*) seconds for each second of its undisciplined oscillator.
public struct Frequency: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// In s/s; positive makes the local clock run faster.
    public var ratio: Double

    public init(ratio: Double) {
        self.ratio = ratio
    }

    /// For the edges where the field speaks in parts per million: kernel, reports, configuration, files.
    public init(ppm: Double) {
        ratio = ppm * 1e-6
    }

    /// As the oscillator runs by itself.
    public static let zero = Frequency(ratio: 0)

    /// The same in parts per million.
    public var ppm: Double {
        ratio * 1e6
    }

    public static func < (a: Self, b: Self) -> Bool {
        a.ratio < b.ratio
    }
}
