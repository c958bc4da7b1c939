// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `A bank of hypotheses` {
    private let start = OffsetState(
        offset: 0, frequency: 0, offsetVariance: 1e-6, covariance: 0, frequencyVariance: 4e-8)

    /// A bank that has seen samples of normal noise, about which their delay of always 1 ms says nothing.
    private func bank(wander: Double, noise: Double = 1e-4, samples: Int = 300) -> HypothesisBank {
        var generator = TestGenerator.stream(1)
        var bank = HypothesisBank(start)
        var (offset, frequency) = (0.0, 50e-6)
        for _ in 0..<samples {
            let change = wander * 8 * generator.normal()
            offset += 64 * (frequency + change / 2)
            frequency += change
            bank.add(observation(offset + noise * generator.normal(), noise: noise), elapsed: 64)
        }
        return bank
    }

    private func observation(_ offset: Double, noise: Double = 1e-4) -> Observation {
        Observation(
            offset: offset, excess: 0, hiddenExcess: 1e-6, precision: 1e-7, dispersion: 1e-7, delay: 1e-3,
            delayVariance: 4 * noise * noise, lean: 0)
    }

    /// The hypotheses are factors of ten apart.
    @Test(arguments: [1e-9, 1e-8, 1e-7])
    func `finds out how much the oscillator wanders`(wander: Double) {
        let found = bank(wander: wander).summary.wanderVariance.squareRoot()
        #expect(wander / 4...wander * 4 ~= found)
    }

    /// The covariance of a Kalman filter that knows wander and noise, in the steady state: by numpy, the solution
    /// of the Riccati equation for polls of 64 s.
    @Test func `is nearly as sure as a filter that knows`() {
        let deviation = bank(wander: 1e-8).summary.state.offsetVariance.squareRoot()
        #expect(0.8...1.4 ~= deviation / 5.233e-5)
    }

    @Test func `isn't moved by a sample that took a second`() {
        var bank = bank(wander: 1e-9)
        var expected = bank.summary.state
        expected.propagate(by: 64, wanderVariance: 0)
        var late = observation(expected.offset + 0.4)
        late.delay = 1
        late.excess = 0.999
        bank.add(late, elapsed: 64)
        #expect(abs(bank.summary.state.offset - expected.offset) < 1e-4)
    }

    @Test func `follows a server that has been set, by the third sample`() {
        var bank = bank(wander: 1e-9)
        var expected = bank.summary.state
        expected.offset += 0.05
        for _ in 0..<3 {
            expected.propagate(by: 64, wanderVariance: 0)
            bank.add(observation(expected.offset), elapsed: 64)
        }
        #expect(abs(bank.summary.state.offset - expected.offset) < 1e-4)
        #expect(abs(bank.summary.state.frequency - expected.frequency) < 1e-7)
    }

    /// A server that moves to and fro must not be taken for an oscillator that does.
    @Test func `keeps its frequency while a server is set again and again`() {
        var bank = bank(wander: 1e-9)
        var expected = bank.summary.state
        for round in 0..<40 {
            if round.isMultiple(of: 5) { expected.offset += round.isMultiple(of: 10) ? 8e-3 : -8e-3 }
            expected.propagate(by: 64, wanderVariance: 0)
            bank.add(observation(expected.offset), elapsed: 64)
        }
        #expect(abs(bank.summary.state.offset - expected.offset) < 1e-3)
        #expect(abs(bank.summary.state.frequency - expected.frequency) < 1e-6)
    }

    @Test func `gives up no hypothesis for good`() {
        var bank = bank(wander: 1e-10)
        var state = bank.summary.state
        for _ in 0..<6 {
            // A frequency that is a part per million higher with each sample.
            state.frequency += 1e-6
            state.propagate(by: 64, wanderVariance: 0)
            bank.add(observation(state.offset), elapsed: 64)
        }
        #expect(bank.summary.wanderVariance > 1e-16)
    }

    @Test func `is moved by a step in all its hypotheses`() {
        var bank = bank(wander: 1e-9)
        let before = bank.summary
        bank.stepped(by: 36)
        let after = bank.summary
        #expect(abs(after.state.offset - (before.state.offset - 36)) < 1e-12)
        #expect(abs(after.state.offsetVariance / before.state.offsetVariance - 1) < 1e-6)
        #expect(after.wanderVariance == before.wanderVariance)
    }
}
