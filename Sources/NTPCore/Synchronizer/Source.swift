// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// One source of a synchronizer: the association that asks it, and the estimator that its answers go to.
struct Source<Estimator: SourceEstimator>: Sendable {
    let id: SourceID
    var association: Association
    /// What is read in the place of an association that asks; nil for a source in the network.
    var referenceClock: ReferenceClock?
    var estimator: Estimator
    var delayTests: DelayTests
    var filter: SampleFilter
    /// How far the source's time is ahead of the monotonic clock by which it is measured.
    var lead = SourceLead()
    /// What is the local oscillator's and not the source's, if there is a standard to tell.
    var drift = StandardDrift()
    /// The latest samples, as many as an estimate rests upon as a rule; oldest first.
    private(set) var samples: [Sample] = []
    static var rememberedSamples: Int { 64 }
    var status = SourceStatus.missingSamples
    var hasNewSample = false
    /// By which the source knows us, as far as we know.
    var localID: ReferenceID?
    /// What the latest valid reply said, which tests it passed, and what was measured by it.
    var latestPacket: NTPPacket?
    var latestTests: PacketTests = []
    var latestMeasurement: Measurement?
    /// Of that measurement, in seconds.
    var latestDispersion = 0.0
    /// What the local clock was still to gain at that time, in seconds.
    var latestPending = 0.0
    var latestSample: Sample?
    /// What the local clock was still to gain when that sample came, in seconds, and the frequency it had, in s/s.
    var pendingBefore = 0.0
    var frequencyBefore = 0.0
    var timestamps = TimestampCounters()

    init(id: SourceID, association: Association, estimator: Estimator) {
        self.id = id
        self.association = association
        self.estimator = estimator
        delayTests = DelayTests(options: association.options)
        filter = SampleFilter(length: association.options.filterLength)
    }

    var stratum: UInt8 {
        max(latestPacket?.stratum ?? 0, association.options.minimumStratum)
    }

    var leap: LeapIndicator {
        // What is never believed says nothing.
        if latestSample == nil, latestPacket != nil, !latestTests.contains(.notLooped) {
            return .unsynchronized
        }
        return referenceClock.map(\.leap) ?? latestPacket?.leap ?? .unsynchronized
    }

    /// The offset of the latest sample to the time that was served then, in seconds; nil before the first.
    var measuredOffset: Double? {
        guard referenceClock == nil else { return latestSample == nil ? nil : referenceClock?.measuredOffset }
        return latestMeasurement.map { $0.offset + association.options.offset - latestPending }
    }

    func candidate(
        at time: FreeRunningTime, options: SelectionOptions, local: LocalReferenceOptions?
    ) -> SelectionCandidate {
        var candidate = SelectionCandidate(
            id: id, estimate: estimate(at: time), stratum: stratum,
            leap: leap, reach: association.reach,
            options: options, hasNewSample: hasNewSample)
        candidate.oldestSample = samples.first?.time
        candidate.newestSample = samples.last?.time
        candidate.orphan = local.flatMap(orphan)
        candidate.hasAnswered = latestPacket != nil
        candidate.isSilent = association.isSilent
        candidate.isGivenUp = association.unreachablePolls > association.options.maximumUnreachablePolls
        return candidate
    }

    /// What the source is in orphan mode; nil for one that has real time.
    private func orphan(beside local: LocalReferenceOptions) -> SelectionCandidate.Orphan? {
        guard local.isOrphan, stratum >= local.stratum else { return nil }
        let identity = association.options.referenceID.bits
        guard stratum == local.stratum, association.reach.isReachable, let localID, identity < localID.bits
        else { return .subordinate }
        return .leader(identity)
    }

    /// What is known about the source, extrapolated to `time`; nil as long as that is too little to be of use.
    func estimate(at time: FreeRunningTime) -> SourceEstimate? {
        var estimate = estimator.estimate(at: time)
        estimate?.offset += explained(at: time)
        estimate?.frequency += drift.frequency
        return estimate
    }

    /// The part of the offset of a sample that estimators don't see, since it is known where it comes from; in seconds.
    func explained(at time: FreeRunningTime) -> Double {
        lead.seconds + drift.offset(at: time)
    }

    /// Takes in a sample that passed all tests, of the source's monotonic clock where that is known.
    mutating func add(_ sample: Sample) {
        remember(sample)
        let options = association.options
        association.adjustPoll(
            by: estimator.pollAdjustment(at: association.poll, target: options.pollTarget))
        hasNewSample = true
    }

    /// Takes note of the corrections that a source's latest reply tells of.
    mutating func noteLatestRoot(of measurement: Measurement) {
        if let timescale = measurement.latestTimescale { lead.note(timescale) }
    }

    /// Takes in samples that were kept, oldest first, as if they came now; what they say of the delays as well.
    mutating func restore(_ samples: [Sample]) {
        for sample in samples {
            delayTests.noteAny(sample.delay)
            delayTests.note(sample.delay)
            remember(sample)
        }
    }

    private mutating func remember(_ sample: Sample) {
        if samples.count == Self.rememberedSamples { samples.removeFirst() }
        samples.append(sample)
        var whole = sample
        whole.offset += explained(at: sample.time)
        latestSample = whole
        estimator.add(sample)
    }

    mutating func stepped(by offset: NTPDuration) {
        association.clockStepped()
        estimator.stepped(by: offset)
        drift.stepped(by: offset)
        filter.stepped(by: offset)
        referenceClock?.stepped(by: offset)
        latestSample?.stepped(by: offset)
        for index in samples.indices { samples[index].stepped(by: offset) }
    }

    /// UTC moved by so many seconds, and the source with it.
    mutating func leapt(by seconds: Double) {
        // A standard keeps no calendar.
        guard referenceClock?.options.isStandard != true else { return }
        association.clockStepped()
        lead.corrected(by: seconds)
        latestSample?.offset += seconds
        referenceClock?.leapt(by: seconds)
    }

    /// Forgets what was measured: the clock it was measured by is no more.
    mutating func reset() {
        association.clockStepped()
        estimator.reset()
        drift = StandardDrift()
        delayTests.reset()
        filter.reset()
        referenceClock?.reset()
        latestSample = nil
        samples.removeAll(keepingCapacity: true)
        hasNewSample = false
        status = .missingSamples
    }
}

/// Where the timestamps of the valid replies were taken; for reports.
public struct TimestampCounters: Hashable, Sendable {
    /// Requests that the kernel stamped.
    public var kernelTransmit: UInt32 = 0
    /// Replies that the kernel stamped.
    public var kernelReceive: UInt32 = 0
    /// Requests that the network interface stamped.
    public var hardwareTransmit: UInt32 = 0
    /// Replies that the network interface stamped.
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
