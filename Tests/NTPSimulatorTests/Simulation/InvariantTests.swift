// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
@testable import NTPSimulator
import Testing

/// Each invariant is violated by somebody who means to.
@Suite struct `An invariant` {
    static func violation(
        of algorithm: some SynchronizationAlgorithm, in scenario: Scenario
    ) -> InvariantViolation? {
        var simulation = Simulation(scenario, seed: 1, algorithm: algorithm)
        do throws(InvariantViolation) {
            _ = try simulation.run()
            return nil
        } catch {
            return error
        }
    }

    @Test func `is violated by nobody who does what can be expected`() {
        let scenario = Scenario.base.with {
            $0.duration = 10_000
            $0.restingError = 0.02
        }
        #expect(Self.violation(of: LatestSample(), in: scenario) == nil)
    }

    @Test func `claim finds the overconfident`() throws {
        let violation = try #require(Self.violation(of: LatestSample(confidence: 0.01), in: .base))
        #expect(violation.invariant == .claim)
        #expect(violation.description.hasPrefix("ntpsim run base --seed 1 "))
    }

    @Test func `frequency finds those who set none`() throws {
        let violation = try #require(Self.violation(of: LatestSample(gain: .nan), in: .base))
        #expect(violation.invariant == .frequency)
    }

    @Test func `convergence finds those who do nothing`() throws {
        let scenario = Scenario.base.with {
            $0.clients[0].oscillator = OscillatorModel()
            $0.duration = 3_000
            $0.restingError = 0.05
        }
        // Modest enough in its claims to be right about not being right.
        let idler = LatestSample(confidence: 200, gain: 0)
        let violation = try #require(Self.violation(of: idler, in: scenario))
        #expect(violation.invariant == .convergence)
        #expect(violation.time == scenario.duration)
    }

    @Test func `falseticker finds the gullible`() throws {
        let violation = try #require(Self.violation(of: Gullible(), in: .falsetickers))
        #expect(violation.invariant == .falseticker)
    }

    @Test func `falseticker blames nobody for being outvoted`() {
        let scenario = Scenario.falsetickers.with {
            for index in 0..<4 { $0.clients[0].sources[index].peer = .server(ServerModel(offset: 0.05)) }
            $0.duration = 5_000
        }
        #expect(Self.violation(of: LatestSample(), in: scenario) == nil)
    }

    @Test func `claim blames nobody for what somebody else did to the clock`() {
        let scenario = Scenario.stepped.with { $0.duration = 25_000 }
        #expect(Self.violation(of: LatestSample(), in: scenario) == nil)
    }
}

/// What the synchronizer itself keeps every discipline from, so that none can be made to do it.
@Suite struct `The watchdog` {
    static let base = Frequency(ppm: 10)

    static func finding(
        _ configure: (inout ClientModel) -> Void = { _ in }, _ act: (inout Watchdog) -> Void
    ) -> Invariant? {
        var client = ClientModel(sources: [.exponential(1e-3, jitter: 1e-3)])
        configure(&client)
        var watchdog = Watchdog(client: client, faults: [], grace: 1000)
        watchdog.noteMeasurement()
        act(&watchdog)
        return watchdog.findings.first?.invariant
    }

    @Test(arguments: [(0.2, nil), (0.31, Invariant.publication)])
    func `wants a bound to hold until the next one`(error: Double, invariant: Invariant?) {
        let moment = SimulatedClock.Moment(
            time: TrueTime(seconds: 20), error: error, oscillatorFrequency: 0)
        let bound = ErrorBound(bound: 0.2, growth: 0.01)
        let finding = Self.finding { watchdog in
            watchdog.check([moment], published: bound, at: TrueTime(seconds: 10), rate: 0)
        }
        #expect(finding == invariant)
    }

    @Test(arguments: [(0.08, nil), (0.09, Invariant.frequency), (-0.09, .frequency), (.nan, .frequency)])
    func `sees slews beyond the limit`(slew: Double, expected: Invariant?) {
        let finding = Self.finding {
            $0.check(.setFrequency(Frequency(ratio: Self.base.ratio + slew)), base: Self.base, at: .start)
        }
        #expect(finding == expected)
    }

    @Test func `sees frequencies that no oscillator needs`() {
        let wild = Frequency(ratio: 0.11)
        #expect(Self.finding { $0.check(.setFrequency(wild), base: wild, at: .start) } == .frequency)
    }

    @Test func `sees a step that no directive allows`() {
        let step = ClockCommand.step(NTPDuration(saturating: 5))
        #expect(Self.finding { $0.check(step, base: Self.base, at: .start) } == .stepBudget)
    }

    @Test(arguments: [(0, nil), (2, nil), (3, Invariant.stepBudget)])
    func `sees a step after those that are allowed`(updates: Int, expected: Invariant?) {
        let policy = StepPolicy(threshold: 1, limit: .updates(3))
        let finding = Self.finding({ $0.options.step = policy }) {
            for _ in 0..<updates { $0.noteUpdate() }
            $0.check(.step(NTPDuration(saturating: 5)), base: Self.base, at: .start)
        }
        #expect(finding == expected)
    }

    @Test func `sees a step below the threshold`() {
        let policy = StepPolicy(threshold: 1, limit: .always)
        let finding = Self.finding({ $0.options.step = policy }) {
            $0.check(.step(NTPDuration(saturating: 0.5)), base: Self.base, at: .start)
        }
        #expect(finding == .stepBudget)
    }

    @Test func `sees a clock that is touched before anything was measured`() {
        var watchdog = Watchdog(client: ClientModel(sources: []), faults: [], grace: 0)
        watchdog.check(.setFrequency(Self.base), base: Self.base, at: .start)
        #expect(watchdog.findings.map(\.invariant) == [.unfounded])
    }

    @Test(arguments: [(64.0, nil), (63.2, nil), (62.0, Invariant.pollMinimum)])
    func `sees a source that is asked too often`(interval: Double, expected: Invariant?) {
        let finding = Self.finding {
            let now = MonotonicInstant(nanoseconds: 1_000_000_000)
            $0.noteRequest(to: 0, now: now, at: .start)
            $0.noteRequest(to: 0, now: now.advanced(by: interval), at: .start)
        }
        #expect(finding == expected)
    }

    @Test(arguments: [(8, nil), (10, Invariant.pollMinimum)])
    func `allows one burst, if bursts are allowed`(requests: Int, expected: Invariant?) {
        let finding = Self.finding({ $0.sources[0].association.initialBurst = true }) {
            for request in 0..<requests {
                $0.noteRequest(
                    to: 0, now: MonotonicInstant(nanoseconds: Int64(request) * 2_000_000_000), at: .start)
            }
        }
        #expect(finding == expected)
    }

    @Test func `reports the first finding of a kind alone`() {
        var watchdog = Watchdog(client: ClientModel(sources: []), faults: [], grace: 0)
        for error in [1.0, 2, 3] { watchdog.check(error, claim: 0.5, at: TrueTime(seconds: error)) }
        #expect(watchdog.findings.map(\.time.seconds) == [1])
        #expect((watchdog.worstCoverage - 6).magnitude < 1e-6)
    }
}
