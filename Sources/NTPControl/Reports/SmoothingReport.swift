// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// By how much the served time differs from the local clock's, while an offset is being smoothed out of it.
public struct SmoothingReport: Hashable, Sendable {
    /// Whether an offset is being smoothed out, or would be.
    public var isActive = false
    /// Whether nothing but leap seconds is smoothed.
    public var isForLeapSecondsOnly = false
    /// The time by which the served time is ahead, in seconds.
    public var offset = 0.0
    /// The rate at which the served time runs fast, in s/s, and at which that rate grows, in s/s².
    public var frequency = 0.0
    /// In s/s².
    public var wander = 0.0
    /// The time since the latest update and until the offset is gone, in seconds.
    public var updateAge = 0.0
    /// The time until the offset is gone, in seconds.
    public var remaining = 0.0

    public init() {}
}

extension SmoothingReport {
    private static let activeFlag: UInt32 = 1
    private static let leapOnlyFlag: UInt32 = 2

    init(parsing body: RawSpan) {
        let flags: UInt32 = body.loadBigEndian(0)
        isActive = flags & Self.activeFlag != 0
        isForLeapSecondsOnly = flags & Self.leapOnlyFlag != 0
        offset = body.loadFloat(4)
        frequency = body.loadFloat(8) * 1e-6
        wander = body.loadFloat(12) * 1e-6
        updateAge = body.loadFloat(16)
        remaining = body.loadFloat(20)
    }

    func write(into writer: inout WireWriter) {
        writer.append((isActive ? Self.activeFlag : 0) | (isForLeapSecondsOnly ? Self.leapOnlyFlag : 0))
        writer.appendFloat(offset)
        writer.appendFloat(frequency * 1e6)
        writer.appendFloat(wander * 1e6)
        writer.appendFloat(updateAge)
        writer.appendFloat(remaining)
    }
}
