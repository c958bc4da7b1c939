// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// All there is to know about one source at one time; what every log, table and metric is made from.
public struct SourceSnapshot: Hashable, Sendable {
    /// Which source it is.
    public var id: SourceID
    /// What the latest selection made of it.
    public var status: SourceStatus
    /// Its own stratum; 16 for unsynchronised.
    public var stratum: UInt8
    /// What it says of the next leap second.
    public var leap: LeapIndicator
    /// Which of the latest eight requests were answered.
    public var reach: Reach
    /// The time from one request to the next.
    public var poll: PollInterval
    /// The part of a poll adjustment that has not moved the interval yet, 0 to 1.
    public var pollScore: Double
    /// Whether it is being asked.
    public var isOnline: Bool
    /// Whether it is being asked in quick succession.
    public var isInBurst: Bool
    /// How it compares with the system peer in the selection; 1 for as good or worse.
    public var score: Double
    /// As configured, and with what the authentication mode makes of them.
    public var options: SelectionOptions
    /// With what the authentication mode makes of them.
    public var effectiveOptions: SelectionOptions
    /// The key that its packets are authenticated by; nil: none.
    public var key: KeyID?
    /// What was sent and received.
    public var counters: AssociationCounters
    /// Requests since the latest valid reply.
    public var unanswered: Int
    /// Who stamped it.
    public var timestamps: TimestampCounters

    /// The header of the latest valid reply; nil before the first.
    public var packet: NTPPacket?
    /// The tests that this reply passed.
    public var tests: PacketTests
    /// What was measured by this reply, whatever tests it passed.
    public var measurement: Measurement?
    /// The uncertainty of that measurement by the resolution and skew of the clocks, in seconds.
    public var measuredDispersion: Double
    /// What the latest exchange that passed all tests became.
    public var sample: Sample?
    /// The offset of the measurement, of a reference clock's sample, to the time that was served then, and to the one that would have been by what is known
    /// now.
    public var measuredOffset: Double?
    /// The same to the time that is served now.
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
    /// The estimated offset to the time that was served when the latest sample came, before any correction by it, in seconds.
    public var foundOffset: Double?
    /// The estimated frequency to the clock as it ran when the latest sample came, before any correction by it.
    public var foundFrequency: Double?
    /// What the estimate rests upon.
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
            leap: source.leap, reach: source.association.reach,
            poll: source.association.poll, pollScore: source.association.pollScore,
            isOnline: source.association.isOnline, isInBurst: source.association.isInBurst,
            score: selector.score(of: id), options: source.association.options.selection,
            effectiveOptions: effectiveOptions[index], key: source.association.options.key,
            counters: source.association.counters, unanswered: source.association.unanswered,
            timestamps: source.timestamps,
            packet: source.latestPacket, tests: source.latestTests, measurement: source.latestMeasurement,
            measuredDispersion: source.latestDispersion, sample: source.latestSample,
            measuredOffset: source.measuredOffset,
            currentOffset: source.latestSample.map { $0.offset - served(at: $0.time, date: date) },
            sampleAge: source.latestSample.map { clock.time.seconds(since: $0.time) },
            estimate: estimate, estimatedOffset: estimate.map { $0.offset - clock.correction },
            pendingOffset: pending,
            residualFrequency: estimate.map { $0.frequency - discipline.frequency.ratio },
            foundOffset: estimate.map { $0.offset - clock.correction - source.pendingBefore },
            foundFrequency: estimate.map { $0.frequency - source.frequencyBefore },
            support: source.estimator.support)
    }
}
