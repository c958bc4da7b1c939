// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// Whether the course of a run is recorded.
public enum Tracing: Hashable, Sendable {
    case off
    /// With the clock's state every so many seconds.
    case every(seconds: Int)
}

/// Takes note of what happens to one machine.
struct Observer: Sendable {
    private let settling: Double
    private let settledSpan: Double
    /// When the last 1000 s begin.
    private let rest: TrueTime
    private let restingError: Double?
    private var lastError = 0.0
    private var statistics: ErrorStatistics
    private var recorder: TraceRecorder?
    private(set) var digest = Digest()
    private var requests = 0
    private var settledRequests = 0
    private var steps = 0

    init(_ scenario: Scenario, tracing: Tracing) {
        settling = scenario.settling
        settledSpan = scenario.duration - scenario.settling
        rest = TrueTime(seconds: scenario.duration - 1000)
        restingError = scenario.restingError
        statistics = ErrorStatistics(settling: scenario.settling, bound: scenario.convergenceBound)
        if case .every(let interval) = tracing { recorder = TraceRecorder(interval: interval) }
    }

    var isTracing: Bool { recorder != nil }
    /// The largest error in the last 1000 s, in seconds, if that is more than it may be.
    var unrest: Double? {
        restingError.flatMap { lastError > $0 ? lastError : nil }
    }

    mutating func add(_ moments: [SimulatedClock.Moment], in interval: Interval) {
        for moment in moments {
            let claim = interval.claim(at: moment.time)
            statistics.add(moment.error, claim: claim)
            recorder?.add(moment, claim: claim, estimatedFrequency: interval.estimatedFrequency)
            if moment.time > rest { lastError = max(lastError, moment.error.magnitude) }
        }
    }

    /// Something happened.
    mutating func note(_ clock: SimulatedClock) {
        digest.add(UInt64(bitPattern: clock.time.bits))
        digest.add(clock.error)
        digest.add(clock.frequency.ratio)
    }

    mutating func noteRequest(at time: TrueTime) {
        requests += 1
        if time.seconds >= settling { settledRequests += 1 }
    }

    mutating func note(_ exchange: Trace.Exchange) {
        recorder?.add(exchange)
    }

    mutating func noteStep(by offset: Double, at time: TrueTime) {
        steps += 1
        recorder?.add(Trace.Step(time: time.seconds, by: offset))
    }

    func report(sources: Int, measurements: Int, worstCoverage: Double) -> ClientReport {
        let polls = Double(settledRequests) / Double(max(1, sources))
        return ClientReport(
            error: statistics, worstCoverage: worstCoverage, requests: requests, measurements: measurements,
            meanPoll: polls > 0 ? settledSpan / polls : .infinity, steps: steps, trace: recorder?.trace)
    }
}
