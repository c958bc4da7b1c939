// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `The delay of a path` {
    private let start = FreeRunningTime(bits: 1 << 70)

    /// A path that had these delays, one every `interval` seconds.
    private func path(_ delays: some Sequence<Double>, interval: Double = 64) -> PathDelay {
        var path = PathDelay()
        for (index, delay) in delays.enumerated() {
            path.add(delay, at: start.advanced(by: interval * Double(index)))
        }
        return path
    }

    private func queues(_ count: Int, seed: UInt64) -> [Double] {
        var generator = TestGenerator.stream(seed)
        return (0..<count).map { _ in 1e-3 + 1e-3 * (generator.exponential() + generator.exponential()) }
    }

    @Test func `is as short as the shortest of sixteen blocks`() {
        let delays = [1e-3] + Array(repeating: 2e-3, count: 1024)
        #expect(path(delays.dropLast()).minimum == 1e-3)
        #expect(path(delays).minimum == 2e-3)
    }

    @Test func `is remembered for hours however fast the polls are`() {
        let delays = [1e-3] + Array(repeating: 2e-3, count: 15 * 2048)
        #expect(path(delays, interval: 1).minimum == 1e-3)
    }

    @Test func `is shorter at once when the route is`() {
        #expect(path(queues(100, seed: 1) + [0.5e-3]).minimum == 0.5e-3)
    }

    /// A hundred samples, and so many more of a route that takes 5 ms more each way that it is added to.
    ///
    /// - Parameter moved: How much the offsets move with it: half of the change if only one direction has changed.
    private func rerouted(samples: Int, moved: Double) -> PathDelay {
        var path = path(queues(100, seed: 2))
        for (index, delay) in queues(samples, seed: 3).enumerated() {
            path.add(delay + 10e-3, at: start.advanced(by: 64 * Double(100 + index)))
            path.noteResidual(moved)
        }
        return path
    }

    @Test func `is that of a new route after 32 samples`() {
        // The last of the old route's samples have queued, and pass for the first of the new one's.
        #expect(rerouted(samples: 27, moved: 0).minimum < 2e-3)
        #expect(rerouted(samples: 32, moved: 0).minimum > 11e-3)
    }

    @Test func `is spread on a new route as on the old one`() {
        let deviation = rerouted(samples: 96, moved: 0).variance.squareRoot()
        #expect(0.9e-3...2e-3 ~= deviation)
    }

    @Test func `stays when the offsets moved, because only one direction is longer then`() {
        #expect(rerouted(samples: 200, moved: 5e-3).minimum < 2e-3)
    }

    @Test func `hides nothing that the first sample doesn't`() {
        #expect(path([3e-3]).hiddenExcess == 3e-3)
        #expect(path([3e-3, 3e-3]).hiddenExcess == 2e-6)
        #expect(abs(path([3e-3, 3.1e-3]).hiddenExcess - 0.802e-3) < 1e-12)
        #expect(abs(path([3e-3, 3.1e-3, 3.2e-3]).hiddenExcess - 0.602e-3) < 1e-12)
    }

    @Test(arguments: [8, 16, 64, 256])
    func `hides as much as the shortest of so many exceeds what is possible`(count: Int) {
        #expect(0.85...1.2 ~= hiddenRatio(count: count))
    }

    @Test func `hides less than it may after four samples`() {
        #expect(1...1.7 ~= hiddenRatio(count: 4))
    }

    /// The mean hidden excess over what it should be, in four hundred trials with exponential queues each way.
    private func hiddenRatio(count: Int) -> Double {
        var hidden = 0.0
        var truth = 0.0
        for seed in 0..<400 as Range<UInt64> {
            let path = path(queues(count, seed: seed))
            hidden += path.hiddenExcess
            truth += path.minimum - 1e-3
        }
        return hidden / truth
    }

    @Test func `has a jitter of half of its deviation at most`() {
        let path = path(queues(256, seed: 4))
        // Two directions of 1 ms each make √2 ms.
        #expect(abs(path.variance.squareRoot() - 1.414e-3) < 0.4e-3)
        #expect(path.jitter <= path.variance.squareRoot() / 2)
        #expect(path.jitter > 0.4e-3)
    }

    @Test func `isn't thrown off by one sample that took a second`() {
        let jitter = path(queues(100, seed: 5)).jitter
        let disturbed = path(queues(100, seed: 5) + [1]).jitter
        #expect(disturbed < 1.2 * jitter)
    }

    @Test func `tells less when it follows itself`() {
        var generator = TestGenerator.stream(6)
        var queue = 1.0
        let congested = (0..<256).map { _ in
            // Each queue is the one before, but for a tenth that is new: exponential again.
            queue = 0.9 * queue + (generator.uniform() < 0.1 ? generator.exponential() : 0)
            return 1e-3 + 1e-3 * queue
        }
        #expect(path(congested).varianceInflation > 3)
    }

    @Test func `tells as much as it seems to when its queues are independent`() {
        let inflated = (0..<40 as Range<UInt64>).count { path(queues(256, seed: $0)).varianceInflation > 1.3 }
        #expect(inflated <= 2)
    }

    @Test func `goes along with a step`() {
        let delays = queues(80, seed: 7)
        var stepped = path(delays[..<40])
        let step = NTPDuration(saturating: 1e6)
        stepped.stepped(by: step)
        for (index, delay) in delays[40...].enumerated() {
            stepped.add(delay, at: start.advanced(by: 64 * Double(40 + index)) + step)
        }
        #expect(stepped.minimum == path(delays).minimum)
        #expect(stepped.hiddenExcess == path(delays).hiddenExcess)
    }
}
