// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// One source of a synchronizer: the association that asks it, and the estimator that its answers go to.
struct Source<Estimator: SourceEstimator>: Sendable {
    let id: SourceID
    var association: Association
    var estimator: Estimator
    var delayTests: DelayTests
    var status = SourceStatus.missingSamples
    var hasNewSample = false
    /// What the latest valid reply said, which tests it passed, and what was measured if it passed all.
    var latestPacket: NTPPacket?
    var latestTests: PacketTests = []
    var latestMeasurement: Measurement?
    /// What the local clock was still to gain at that time, in seconds.
    var latestPending = 0.0
    var latestSample: Sample?
    var timestamps = TimestampCounters()

    init(id: SourceID, association: Association, estimator: Estimator) {
        self.id = id
        self.association = association
        self.estimator = estimator
        delayTests = DelayTests(options: association.options)
    }

    var stratum: UInt8 {
        max(latestPacket?.stratum ?? 0, association.options.minimumStratum)
    }

    func candidate(at time: FreeRunningTime) -> SelectionCandidate {
        SelectionCandidate(
            id: id, estimate: estimator.estimate(at: time), stratum: stratum,
            leap: latestPacket?.leap ?? .unsynchronized, reach: association.reach,
            options: association.options.selection, hasNewSample: hasNewSample)
    }

    mutating func stepped(by offset: NTPDuration) {
        association.clockStepped()
        estimator.stepped(by: offset)
        latestSample?.stepped(by: offset)
    }

    /// Forgets what was measured: the clock it was measured by is no more.
    mutating func reset() {
        association.clockStepped()
        estimator.reset()
        delayTests.reset()
        latestSample = nil
        hasNewSample = false
        status = .missingSamples
    }
}

/// Where the timestamps of the valid replies were taken; for reports.
public struct TimestampCounters: Hashable, Sendable {
    public var kernelTransmit: UInt32 = 0
    public var kernelReceive: UInt32 = 0
    public var hardwareTransmit: UInt32 = 0
    public var hardwareReceive: UInt32 = 0

    public init() {}

    mutating func note(_ measurement: Measurement) {
        switch measurement.sentBy {
        case .daemon: break
        case .kernel: kernelTransmit &+= 1
        case .hardware: hardwareTransmit &+= 1
        }
        switch measurement.receivedBy {
        case .daemon: break
        case .kernel: kernelReceive &+= 1
        case .hardware: hardwareReceive &+= 1
        }
    }
}
