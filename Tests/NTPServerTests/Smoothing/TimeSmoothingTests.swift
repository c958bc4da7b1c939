// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPServer
import Testing

@Suite struct `Smoothing` {
    private static let start = MonotonicInstant(nanoseconds: 1_000_000_000)

    private func smoothing(
        maximumFrequency: Double = 400e-6, wander: Double = 0.001024e-6, offset: Double, frequency: Double = 0
    ) -> TimeSmoothing {
        var smoothing = TimeSmoothing(.init(maximumFrequency: maximumFrequency, maximumWander: wander))
        smoothing.activate(at: Self.start)
        smoothing.trueTimeCorrected(offset: offset, frequency: frequency, at: Self.start)
        return smoothing
    }

    private func state(_ smoothing: TimeSmoothing, after seconds: Double) -> TimeSmoothing.State {
        smoothing.state(at: Self.start.advanced(by: seconds))
    }

    @Test(arguments: [-1.0, 1])
    func `of a leap second takes 62,500 s, and 32 ppm in the middle`(leap: Double) {
        let smoothing = smoothing(offset: leap)
        #expect(abs(state(smoothing, after: 0).offset + leap) < 1e-12)
        #expect(abs(state(smoothing, after: 0).remaining - 62_500) < 1e-6)
        #expect(abs(state(smoothing, after: 31_250).offset + leap / 2) < 1e-9)
        #expect(abs(state(smoothing, after: 31_250).frequency - leap * 32e-6) < 1e-12)
        #expect(abs(state(smoothing, after: 62_499).offset) < 1e-9)
        #expect(state(smoothing, after: 62_501) == TimeSmoothing.State())
    }

    @Test(arguments: [(0.1, 0.0), (-0.1, 0), (0.1, 30e-6), (0.1, -30e-6), (-1e-4, 80e-6), (0, 1e-4)])
    func `begins with the time that was served before, and keeps its limits`(
        offset: Double, frequency: Double
    ) {
        let (limit, wander) = (100e-6, 1e-6)
        let smoothing = smoothing(
            maximumFrequency: limit, wander: wander, offset: offset, frequency: frequency)
        var before = state(smoothing, after: 0)
        #expect(abs(before.offset + offset) < 1e-12)
        // What the clients see runs as it did.
        #expect(abs((1 + before.frequency) * (1 + frequency) - 1) < 1e-12)
        var worst = (jump: 0.0, rate: 0.0, bend: 0.0)
        for second in 1...3000 {
            let now = state(smoothing, after: Double(second))
            worst.jump = max(
                worst.jump, abs(now.offset - before.offset - (now.frequency + before.frequency) / 2))
            worst.rate = max(worst.rate, abs(now.frequency))
            worst.bend = max(worst.bend, abs(now.frequency - before.frequency))
            before = now
        }
        #expect(before == TimeSmoothing.State())
        #expect(worst.jump < wander && worst.rate < limit + 1e-9 && worst.bend < wander * 1.001, "\(worst)")
    }

    @Test func `leaves no rate behind however far the true time's one has gone and come back`() {
        var smoothing = smoothing(offset: 0, frequency: 1000e-6)
        smoothing.trueTimeCorrected(offset: 0, frequency: 1 / 1.001 - 1, at: Self.start)
        #expect(abs(state(smoothing, after: 0).frequency) < 1e-12)
    }

    @Test func `goes on from where it is with the next correction`() {
        var smoothing = smoothing(wander: 1e-6, offset: 0.01)
        let now = Self.start.advanced(by: 50)
        let before = smoothing.state(at: now)
        smoothing.trueTimeCorrected(offset: -0.002, frequency: 1e-6, at: now)
        #expect(abs(smoothing.state(at: now).offset - before.offset - 0.002) < 1e-12)
        let rate = (1 + smoothing.state(at: now).frequency) * (1 + 1e-6)
        #expect(abs(rate - 1 - before.frequency) < 1e-12)
    }

    @Test func `goes on from where it is, as fast as allowed, when its limits change`() {
        var smoothing = smoothing(wander: 1e-6, offset: 0.01)
        let now = Self.start.advanced(by: 50)
        let before = smoothing.state(at: now)
        smoothing.change(.init(maximumFrequency: 400e-6, maximumWander: 1e-5), at: now)
        let after = smoothing.state(at: now)
        #expect(abs(after.offset - before.offset) < 1e-12 && abs(after.frequency - before.frequency) < 1e-12)
        #expect(after.remaining < before.remaining / 2, "\(before.remaining) and \(after.remaining) s")
    }

    @Test func `that is at rest stays so when its limits change`() {
        var smoothing = TimeSmoothing(.init(maximumFrequency: 1e-3, maximumWander: 1e-9))
        smoothing.change(.init(maximumFrequency: 1e-4, maximumWander: 1e-9), at: Self.start)
        #expect(!smoothing.isActive && smoothing.start == nil && smoothing.options.maximumFrequency == 1e-4)
    }

    @Test func `begins when the frequency is known well enough, and ends with a reset`() {
        var smoothing = TimeSmoothing(.init(maximumFrequency: 1e-3, maximumWander: 1e-9))
        smoothing.noteSkew(2e-5, at: Self.start)
        #expect(!smoothing.isActive)
        smoothing.trueTimeCorrected(offset: 1, frequency: 0, at: Self.start)
        #expect(state(smoothing, after: 1) == TimeSmoothing.State())
        smoothing.noteSkew(1e-5, at: Self.start)
        #expect(smoothing.isActive)
        smoothing.trueTimeCorrected(offset: 1, frequency: 0, at: Self.start)
        #expect(state(smoothing, after: 1).offset < -0.9)
        smoothing.reset(at: Self.start.advanced(by: 2))
        #expect(state(smoothing, after: 3) == TimeSmoothing.State())
    }
}
