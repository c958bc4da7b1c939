// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// Which offsets are too large to be believed: the `maxchange` directive.
public struct ChangeLimit: Hashable, Sendable {
    enum Verdict: Hashable {
        case accepted
        case ignored
        /// Too many were too large: it is better to do nothing any more.
        case unbearable
    }

    /// Larger offsets are not believed, in seconds.
    public var offset: Double
    /// How many updates are let off at the start.
    public var start: Int
    /// How many larger offsets are ignored before it becomes too much; any number when negative.
    public var ignored: Int

    public init(offset: Double, start: Int, ignored: Int) {
        self.offset = offset
        self.start = start
        self.ignored = ignored
    }

    /// What is to be done about an update with this offset. To be asked once for each update: it uses up the limits.
    mutating func judge(_ offset: Double) -> Verdict {
        if start > 0 {
            start -= 1
            return .accepted
        }
        guard offset.magnitude > self.offset else { return .accepted }
        if ignored > 0 {
            ignored -= 1
            return .ignored
        }
        return ignored < 0 ? .ignored : .unbearable
    }
}
