// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

/// Checks the invariants of one machine.
struct Watchdog: Sendable {
    struct Finding: Hashable, Sendable {
        var invariant: Invariant
        var time: TrueTime
        var text: String
    }

    private static let resolution = 1e-9
    /// In seconds; that of ClockBound's segment.
    private static let publicationValidity = 1000.0

    private(set) var findings: [Finding] = []
    /// The largest part that the error was of the claimed bound.
    private(set) var worstCoverage = 0.0
    private let options: SynchronizerOptions
    /// The times at which something happens that nobody can foresee.
    private let faults: [TrueTime]
    let grace: Double
    private var isMisled = false
    private var excusedUntil = TrueTime.start
    private var polls: [PollWatch]
    private var hasMeasurement = false
    private var updates = 0

    init(client: ClientModel, faults: [Double], grace: Double) {
        options = client.options
        self.faults = faults.map(TrueTime.init(seconds:))
        self.grace = grace
        polls = client.sources.map { PollWatch(options: $0.association) }
    }

    /// The clock is off by `error` and claims to be off by no more than `bound`.
    mutating func check(_ error: Double, claim bound: Double, at time: TrueTime) {
        // Mostly false, which is what makes this fast. What a clock can't resolve isn't an error.
        let limit = bound + Self.resolution
        guard !(error.magnitude <= worstCoverage * limit), !isExcused(at: time) else { return }
        worstCoverage = error.magnitude / limit
        guard !(worstCoverage <= 1) else { return }
        report(.claim, "\(error) s off, but claims \(bound) s", at: time)
    }

    mutating func check(_ moments: [SimulatedClock.Moment], in interval: Interval) {
        for moment in moments {
            guard let claim = interval.claim(at: moment.time) else { continue }
            check(moment.error, claim: claim, at: moment.time)
        }
    }

    /// The clock has run at a rate of its own since a bound was told of it.
    mutating func check(
        _ moments: [SimulatedClock.Moment], published bound: ErrorBound, at start: TrueTime, rate: Double
    ) {
        for moment in moments {
            // By the clock that readers have.
            let elapsed = moment.time.seconds(since: start) * (1 + rate)
            // Nobody may rely on it for longer.
            guard elapsed <= Self.publicationValidity else { return }
            let limit = bound.bound + bound.growth * elapsed + Self.resolution
            guard !(moment.error.magnitude <= limit), !isExcused(at: moment.time) else { continue }
            report(.publication, "\(moment.error) s off, \(elapsed) s after \(bound)", at: moment.time)
        }
    }

    mutating func noteMeasurement() {
        hasMeasurement = true
    }

    mutating func noteUpdate() {
        updates += 1
    }

    mutating func noteRequest(to source: Int, now: MonotonicInstant, at time: TrueTime) {
        guard let finding = polls[source].note(now) else { return }
        report(.pollMinimum, "source \(source) is asked again after \(finding) s", at: time)
    }

    /// The machine has found out that its clock was moved, and may begin anew.
    mutating func noteRestart() {
        for index in polls.indices { polls[index].restart() }
    }

    mutating func check(_ command: ClockCommand, base: Frequency, at time: TrueTime) {
        switch command {
        case .publish:
            return
        case .setFrequency(let frequency):
            let slew = (frequency.ratio - base.ratio).magnitude
            // A hair more, for the rounding of sums.
            let isWithin =
                slew <= options.maximumSlewRate * (1 + 1e-9)
                && base.ratio.magnitude <= options.maximumFrequency
            // Written so that NaN fails it.
            if !isWithin {
                report(.frequency, "\(frequency.ppm) ppm, \(slew * 1e6) ppm of it slewing", at: time)
            }
        case .step(let offset):
            checkBudget(offset, at: time)
        }
        if !hasMeasurement { report(.unfounded, "\(command) before the first sample", at: time) }
    }

    private mutating func checkBudget(_ offset: NTPDuration, at time: TrueTime) {
        guard let policy = options.step, offset.seconds.magnitude > policy.threshold else {
            report(.stepBudget, "a step of \(offset.seconds) s that no directive allows", at: time)
            return
        }
        // The update that asked for the step is reported after it.
        if case .updates(let limit) = policy.limit, updates + 1 > limit {
            report(
                .stepBudget, "a step of \(offset.seconds) s at update \(updates + 1) of \(limit)", at: time)
        }
    }

    mutating func report(_ invariant: Invariant, _ text: String, at time: TrueTime) {
        // The first of a kind says it all, and the others would fill the memory.
        guard !findings.contains(where: { $0.invariant == invariant }) else { return }
        findings.append(Finding(invariant: invariant, time: time, text: text))
    }

    /// Sources have been selected.
    ///
    /// - Parameter isMisled: Whether a liar is among them. Before its interval has left those of the truechimers, it
    ///   can't be known for one: nobody is to be blamed for following it, nor for what the clock claims meanwhile.
    mutating func noteSelection(isMisled: Bool, at time: TrueTime) {
        if self.isMisled || isMisled { excusedUntil = time.advanced(by: grace) }
        self.isMisled = isMisled
    }

    /// Whether the clock may be further off than it claims: after what nobody can foresee or know.
    func isExcused(at time: TrueTime) -> Bool {
        isMisled || time < excusedUntil
            || faults.contains { $0 <= time && time.seconds(since: $0) < grace }
    }
}
