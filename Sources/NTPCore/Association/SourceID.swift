// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A source's identity within one synchronizer; never used twice.
public struct SourceID: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// A number that no other source of the same synchronizer has had.
    public var rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    public static func < (a: Self, b: Self) -> Bool {
        a.rawValue < b.rawValue
    }
}
