// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `The tests of the delay` {
    private func sample(delay: Double, offset: Double = 0) -> Sample {
        Sample(time: FreeRunningTime(bits: 0), offset: offset, delay: delay, dispersion: 1e-6)
    }

    private func tests(
        delays: [Double], _ configure: (inout AssociationOptions) -> Void = { _ in }
    ) -> DelayTests {
        var tests = DelayTests(options: .with(configure))
        for delay in delays {
            tests.noteAny(delay)
            tests.note(delay)
        }
        return tests
    }

    private func passes(_ tests: DelayTests, _ sample: Sample, jitter: Double = 1e-4) -> PacketTests {
        var estimate = SelectionFixture.estimate(offset: 0)
        estimate.jitter = jitter
        estimate.skew = 0
        return tests.passed(by: sample, estimate: estimate, age: 0, clockError: 0)
    }

    private let both: PacketTests = [.delayRatio, .delayDeviation]

    @Test func `accept everything while little is known`() {
        let tests = tests(delays: [0.01]) { $0.maximumDelayRatio = 1.1 }
        #expect(passes(tests, sample(delay: 1)) == both)
    }

    @Test func `refuse a delay beyond a ratio of the shortest`() {
        let tests = tests(delays: Array(repeating: 0.01, count: 8)) {
            $0.maximumDelayRatio = 2
            $0.maximumDelayDeviationRatio = 1e9
        }
        #expect(passes(tests, sample(delay: 0.019)) == both)
        #expect(passes(tests, sample(delay: 0.021)) == .delayDeviation)
    }

    @Test
    func `refuse a delay whose excess is beyond a multiple of the jitter, unless the offset shows more`() {
        let tests = tests(delays: Array(repeating: 0.01, count: 8)) { $0.maximumDelayDeviationRatio = 2 }
        #expect(passes(tests, sample(delay: 0.0103)) == both)
        #expect(passes(tests, sample(delay: 0.0105)) == .delayRatio)
        #expect(passes(tests, sample(delay: 0.0105, offset: 0.1)) == both)
    }

    @Test func `measure the excess from the known minimum`() {
        let tests = tests(delays: Array(repeating: 0.01, count: 8)) {
            $0.minimumDelay = 0.005
            $0.maximumDelayRatio = 1.5
        }
        #expect(!passes(tests, sample(delay: 0.01)).contains(.delayRatio))
        #expect(passes(tests, sample(delay: 0.007)).contains(.delayRatio))
    }

    @Test func `refuse a delay beyond a quantile of all, whatever the jitter`() {
        let delays = (1...100).map { Double($0) * 1e-3 }
        let tests = tests(delays: delays) { $0.maximumDelayQuantile = 0.2 }
        #expect(passes(tests, sample(delay: 0.019), jitter: 1e-9) == both)
        #expect(passes(tests, sample(delay: 0.023), jitter: 1) == .delayRatio)
    }

    @Test func `count the delays of refused samples for the quantile`() {
        var tests = tests(delays: (1...20).map { Double($0) * 1e-3 }) { $0.maximumDelayQuantile = 0.5 }
        #expect(!passes(tests, sample(delay: 0.05)).contains(.delayDeviation))
        for _ in 0..<300 { tests.noteAny(0.05) }
        #expect(passes(tests, sample(delay: 0.05)).contains(.delayDeviation))
    }
}
