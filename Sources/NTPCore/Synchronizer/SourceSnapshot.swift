// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// All there is to know about one source at one time; what every log, table and metric is made from.
public struct SourceSnapshot: Hashable, Sendable {
    public var id: SourceID
    public var status: SourceStatus
    public var stratum: UInt8
    public var leap: LeapIndicator
    public var reach: Reach
    public var poll: PollInterval
    /// The part of a poll adjustment that has not moved the interval yet, 0 to 1.
    public var pollScore: Double
    public var isOnline: Bool
    public var isInBurst: Bool
    /// How it compares with the system peer in the selection; 1 for as good or worse.
    public var score: Double
    /// As configured, and with what the authentication mode makes of them.
    public var options: SelectionOptions
    public var effectiveOptions: SelectionOptions
    /// The key that its packets are authenticated by; nil: none.
    public var key: KeyID?
    public var counters: AssociationCounters
    /// Requests since the latest valid reply.
    public var unanswered: Int
    public var timestamps: TimestampCounters

    /// The header of the latest valid reply; nil before the first.
    public var packet: NTPPacket?
    /// The tests that this reply passed.
    public var tests: PacketTests
    /// The latest exchange that passed the tests of the association.
    public var measurement: Measurement?
    /// What it became.
    public var sample: Sample?
    /// The offset of that sample to the time that was served then, and to the one that is served now: that of the
    /// local clock with what it is still to gain.
    public var measuredOffset: Double?
    public var currentOffset: Double?
    /// The time since that sample, in seconds.
    public var sampleAge: Double?
    /// What all samples together say, for now; offset and frequency to the free-running clock.
    public var estimate: SourceEstimate?
    /// The offset of the source to the local clock, by that estimate.
    public var estimatedOffset: Double?
    /// What the local clock is still to gain, in seconds; less that, the offset is to the time that is served.
    public var pendingOffset: Double
    /// The frequency of the source to the local clock without its slews, by that estimate.
    public var residualFrequency: Double?
    public var support: EstimateSupport
}

extension Synchronizer {
    /// What is known about a source when the clock reads `date`; nil when there is no such source.
    public func report(for id: SourceID, at date: NTPDate) -> SourceSnapshot? {
        guard let index = index(of: id) else { return nil }
        let source = sources[index]
        let clock = clockState(at: date)
        let estimate = source.estimate(at: clock.time)
        let pending = pendingOffset(at: date)
        return SourceSnapshot(
            id: id, status: source.status, stratum: source.stratum,
            leap: source.latestPacket?.leap ?? .unsynchronized, reach: source.association.reach,
            poll: source.association.poll, pollScore: source.association.pollScore,
            isOnline: source.association.isOnline, isInBurst: source.association.isInBurst,
            score: selector.score(of: id), options: source.association.options.selection,
            effectiveOptions: effectiveOptions[index], key: source.association.options.key,
            counters: source.association.counters, unanswered: source.association.unanswered,
            timestamps: source.timestamps,
            packet: source.latestPacket, tests: source.latestTests, measurement: source.latestMeasurement,
            sample: source.latestSample,
            measuredOffset: source.latestMeasurement.map {
                $0.offset + source.association.options.offset - source.latestPending
            },
            currentOffset: source.latestSample.map { $0.offset - clock.correction - pending },
            sampleAge: source.latestSample.map { clock.time.seconds(since: $0.time) },
            estimate: estimate, estimatedOffset: estimate.map { $0.offset - clock.correction },
            pendingOffset: pending,
            residualFrequency: estimate.map { $0.frequency - discipline.frequency.ratio },
            support: source.estimator.support)
    }
}
