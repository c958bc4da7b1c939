// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// How the local clock stands, and how well that is known.
///
/// As made: a clock that nobody has vouched for.
public struct TrackingReport: Hashable, Sendable {
    /// Whom the clock follows, as it is told to others.
    public var referenceID = ReferenceID.unsynchronized
    /// The system peer's; `.unspecified` for a reference clock, the local reference, and nothing.
    public var address = ControlAddress.unspecified
    /// 0 while unsynchronised.
    public var stratum: UInt8 = 0
    /// What servers say of the next leap second; `unsynchronized`: of the clock.
    public var leap = LeapIndicator.unsynchronized
    /// When the clock was last updated; nil for never.
    public var referenceTime: NTPDate?
    /// What is still being slewed: the time, in seconds, by which the local clock is slow.
    public var remainingCorrection = 0.0
    /// The offset that the latest update measured, in seconds; positive means the local clock was slow.
    public var lastOffset = 0.0
    /// The moving root mean square of those offsets, in seconds.
    public var rmsOffset = 0.0
    /// The frequency that the oscillator needs for running true; positive means it is slow by itself.
    public var frequency = Frequency.zero
    /// What the latest update measured beyond that frequency, in s/s.
    public var residualFrequency = 0.0
    /// The bound on the error of the frequency, in s/s.
    public var skew = 0.0
    /// The delay to the primary source, in seconds.
    public var rootDelay = 1.0
    /// The dispersion to the primary source at the time of the report, in seconds.
    public var rootDispersion = 1.0
    /// The time between the two latest updates, in seconds.
    public var updateInterval = 0.0

    public init() {}

    /// - Parameters:
    ///   - tracking: What the report is made of.
    ///   - address: The system peer's.
    ///   - remainingCorrection: What is still to be slewed, in seconds; positive means the local clock is slow.
    ///   - date: The local clock's reading now.
    public init(
        _ tracking: Tracking, address: ControlAddress, remainingCorrection: Double, at date: NTPDate
    ) {
        referenceID = tracking.referenceID
        self.address = address
        // A server says 16 of itself as well as 0; reports know only 0.
        stratum = tracking.stratum < 16 ? tracking.stratum : 0
        leap = tracking.leap
        referenceTime = tracking.isSynchronized ? tracking.referenceTime : nil
        self.remainingCorrection = remainingCorrection
        lastOffset = tracking.lastOffset
        rmsOffset = tracking.rmsOffset
        frequency = tracking.frequency
        residualFrequency = tracking.residualFrequency
        skew = tracking.skew
        rootDelay = tracking.rootDelay
        rootDispersion = tracking.rootDispersion(at: date)
        updateInterval = tracking.updateInterval
    }

    /// Whether anybody vouches for the clock.
    public var isSynchronized: Bool {
        leap != .unsynchronized
    }

    /// The bound on the error of the clock's reading, in seconds: nothing if it isn't synchronised.
    ///
    /// The root distance of RFC 5905, section 11.2, and what is still being slewed.
    public var errorBound: Double? {
        isSynchronized ? rootDelay / 2 + rootDispersion + remainingCorrection.magnitude : nil
    }
}

extension TrackingReport {
    init(parsing body: RawSpan) {
        referenceID = body.loadReferenceID(0)
        address = body.loadAddress(4)
        stratum = UInt8(clamping: body.loadBigEndian(24, as: UInt16.self))
        leap = body.loadLeap(26, as: UInt16.self)
        referenceTime = body.loadDateOrNever(28)
        // The protocol's sign is that of the clock's error, but for the remaining correction.
        remainingCorrection = body.loadFloat(40)
        lastOffset = -body.loadFloat(44)
        rmsOffset = body.loadFloat(48)
        frequency = Frequency(ppm: -body.loadFloat(52))
        residualFrequency = -body.loadFloat(56) * 1e-6
        skew = body.loadFloat(60) * 1e-6
        rootDelay = body.loadFloat(64)
        rootDispersion = body.loadFloat(68)
        updateInterval = body.loadFloat(72)
    }

    func write(into writer: inout WireWriter) {
        writer.append(referenceID.bits)
        writer.append(address)
        writer.append(UInt16(stratum))
        writer.append(UInt16(leap.rawValue))
        writer.append(referenceTime)
        writer.appendFloat(remainingCorrection)
        writer.appendFloat(-lastOffset)
        writer.appendFloat(rmsOffset)
        writer.appendFloat(-frequency.ppm)
        writer.appendFloat(-residualFrequency * 1e6)
        writer.appendFloat(skew * 1e6)
        writer.appendFloat(rootDelay)
        writer.appendFloat(rootDispersion)
        writer.appendFloat(updateInterval)
    }
}
