// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// How the real-time clock stands to the system clock.
public struct RTCReport: Hashable, Sendable {
    /// The time, by the real-time clock, that the estimates are for.
    public var referenceTime: NTPDate?
    /// How many readings the estimates rest upon.
    public var samples: UInt16 = 0
    /// The number of runs of residuals with the same sign.
    public var runs: UInt16 = 0
    /// From the first to the last sample, in seconds.
    public var span: UInt32 = 0
    /// The time by which the real-time clock is ahead, in seconds.
    public var ahead = 0.0
    /// The rate at which it gains, in s/s.
    public var gain = 0.0

    public init() {}
}

extension RTCReport {
    init(parsing body: RawSpan) {
        referenceTime = body.loadDateOrNever(0)
        samples = body.loadBigEndian(12)
        runs = body.loadBigEndian(14)
        span = body.loadBigEndian(16)
        ahead = body.loadFloat(20)
        gain = body.loadFloat(24) * 1e-6
    }

    func write(into writer: inout WireWriter) {
        writer.append(referenceTime)
        writer.append(samples)
        writer.append(runs)
        writer.append(span)
        writer.appendFloat(ahead)
        writer.appendFloat(gain * 1e6)
    }
}
