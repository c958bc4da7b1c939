// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// What is estimated from the samples of a source.
///
/// As made: nothing is known, which the protocol says with a large deviation and skew.
public struct SourceStatisticsReport: Hashable, Sendable {
    /// Of a reference clock; of other sources, their address.
    public var referenceID = ReferenceID.unsynchronized
    /// `.unspecified` for a reference clock.
    public var address = ControlAddress.unspecified
    /// How many samples are in use.
    public var samples: UInt32 = 0
    /// The number of runs of residuals with the same sign.
    public var runs: UInt32 = 0
    /// From the first to the last sample, in seconds.
    public var span: UInt32 = 0
    /// The standard deviation of a sample, in seconds.
    public var deviation = 4.0
    /// The rate, in s/s, at which the offset grows; positive means the local clock is too slow.
    public var residualFrequency = 0.0
    /// The bound on the error of that rate, in s/s.
    public var skew = 2000e-6
    /// The offset now, in seconds; positive means the local clock is slow.
    public var offset = 0.0
    /// The bound on the error of the offset, in seconds.
    public var offsetError = 0.0

    public init() {}
}

extension SourceStatisticsReport {
    init(parsing body: RawSpan) {
        referenceID = body.loadReferenceID(0)
        address = body.loadAddress(4)
        samples = body.loadBigEndian(24)
        runs = body.loadBigEndian(28)
        span = body.loadBigEndian(32)
        deviation = body.loadFloat(36)
        // The protocol's sign is that of the clock's error.
        residualFrequency = -body.loadFloat(40) * 1e-6
        skew = body.loadFloat(44) * 1e-6
        offset = -body.loadFloat(48)
        offsetError = body.loadFloat(52)
    }

    func write(into writer: inout WireWriter) {
        writer.append(referenceID.bits)
        writer.append(address)
        writer.append(samples)
        writer.append(runs)
        writer.append(span)
        writer.appendFloat(deviation)
        writer.appendFloat(-residualFrequency * 1e6)
        writer.appendFloat(skew * 1e6)
        writer.appendFloat(-offset)
        writer.appendFloat(offsetError)
    }
}
