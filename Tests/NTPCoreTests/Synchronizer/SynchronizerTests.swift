// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `The loop` {
    @Test func `corrects offset and frequency of the clock`() {
        var loop = LoopFixture(clockOffset: 0.1, gain: 100e-6)
        loop.run(3600)
        #expect(abs(loop.error) < 1e-6)
        #expect(abs(loop.synchronizer.tracking.frequency.ppm + 100) < 0.02)
    }

    @Test func `follows a source whose answers take ten seconds`() {
        var options = AssociationOptions()
        options.maximumDelay = 16
        options.maximumPoll = options.minimumPoll
        var loop = LoopFixture(
            servers: [.init(delay: 5, options: options)], clockOffset: 0.1, gain: 100e-6)
        var algorithm = loop.synchronizer.algorithm
        algorithm.selector.maximumDistance = 10
        loop.synchronizer.reconfigure(algorithm)
        loop.run(4 * 66)
        // What the unknown frequency makes of ten seconds is no error of the offset.
        #expect(abs(loop.error) < 1e-3, "\(loop.error)")
        loop.run(3600)
        #expect(abs(loop.error) < 1e-5, "\(loop.error)")
        #expect(loop.events == [.selected(SourceID(rawValue: 1))])
    }

    @Test func `slews where no step is allowed`() {
        var loop = LoopFixture(clockOffset: -0.5)
        loop.run(120)
        #expect(abs(loop.error) < 1e-5)
        let steps = loop.commands.count { if case .step = $0 { true } else { false } }
        #expect(steps == 0)
    }

    @Test func `steps within the limit, and by the whole offset`() throws {
        var loop = LoopFixture(clockOffset: 36) { $0.step = StepPolicy(threshold: 1, limit: .updates(3)) }
        loop.run(60)
        let steps = loop.commands.compactMap {
            if case .step(let offset) = $0 { offset.seconds } else { nil }
        }
        #expect(steps.count == 1)
        #expect(abs(try #require(steps.first) + 36) < 1e-4)
        #expect(abs(loop.error) < 1e-5)
    }

    @Test func `keeps what it knows of the frequency through a step`() {
        var loop = LoopFixture(clockOffset: 36, gain: 50e-6) {
            $0.step = StepPolicy(threshold: 1, limit: .always)
        }
        loop.run(900)
        #expect(abs(loop.synchronizer.tracking.frequency.ppm + 50) < 0.1)
    }

    @Test func `never slews faster than allowed`() {
        var loop = LoopFixture(clockOffset: 1) { $0.maximumSlewRate = 500e-6 }
        loop.run(1000)
        let fastest = loop.commands.compactMap {
            if case .setFrequency(let frequency) = $0 { frequency.ratio.magnitude } else { nil }
        }.max()
        #expect((fastest ?? 1) < 510e-6)
        #expect(abs(loop.error - 0.5) < 0.05)
    }

    @Test func `believes no frequency beyond what an oscillator may need`() {
        var loop = LoopFixture(gain: 200e-6) { $0.maximumFrequency = 100e-6 }
        loop.run(3600)
        #expect(abs(loop.synchronizer.restingFrequency.ppm + 100) < 1e-6)
        // The rest is made up for by slews, one after the other.
        #expect(abs(loop.error) < 0.02, "\(loop.error)")
    }

    @Test func `follows the majority, whatever the falseticker says`() {
        var loop = LoopFixture(servers: [.init(), .init(offset: 0.3), .init(), .init(offset: 0.001)])
        loop.run(1800)
        #expect(abs(loop.error) < 2e-3)
        #expect(loop.synchronizer.report(for: SourceID(rawValue: 2), at: loop.clock)?.status == .falseticker)
    }

    @Test func `says once that it can't synchronise, and why`() {
        var loop = LoopFixture(servers: [.init(), .init(offset: 1)])
        loop.run(3600)
        #expect(loop.events == [.cannotSynchronize(.noMajority)])
        #expect(!loop.synchronizer.tracking.isSynchronized)
    }

    @Test func `keeps its root distance growing while no source answers`() {
        var loop = LoopFixture()
        loop.run(600)
        let before = loop.synchronizer.tracking.rootDistance(at: loop.clock)
        loop.servers[0].answers = false
        loop.run(86_400)
        let after = loop.synchronizer.tracking.rootDistance(at: loop.clock)
        #expect(after > before + 86_400 * 1e-6)
        #expect(abs(loop.error) < after)
    }

    @Test(arguments: [4, 40])
    func `asks its sources one after the other, and each in time`(count: Int) {
        var loop = LoopFixture(servers: Array(repeating: .init(), count: count))
        var latest: MonotonicInstant?
        loop.synchronizer.holdRequests(until: MonotonicInstant(nanoseconds: 100_000_000))
        while let deadline = loop.synchronizer.deadline, deadline.nanoseconds < 2_000_000_000 {
            let requests = loop.synchronizer.timerFired(now: deadline, date: loop.clock)
            #expect(requests.count == 1)
            if let latest { #expect(deadline.seconds(since: latest) >= min(0.2, 1 / Double(count)) - 1e-9) }
            latest = deadline
            for case .sendRequest(let id) in requests {
                loop.synchronizer.setOnline(false, id, now: deadline)
            }
            _ = loop.synchronizer.timerFired(now: deadline, date: loop.clock)
        }
        #expect(latest.map { $0.nanoseconds > 100_000_000 && $0.nanoseconds <= 1_200_000_000 } == true)
    }

    @Test func `reports the offset and frequency that were found, not what is left after the correction`()
        throws
    {
        var loop = LoopFixture(servers: [.init(options: AssociationOptions())], clockOffset: 0.1)
        var found: SourceSnapshot?
        while found?.foundOffset == nil, loop.now.nanoseconds < 200_000_000_000 {
            loop.run(0.02)
            found = loop.synchronizer.report(for: SourceID(rawValue: 1), at: loop.clock)
        }
        #expect(abs(try #require(found?.foundOffset) + 0.1) < 5e-3)
        #expect(abs(try #require(found?.estimatedOffset) - (found?.pendingOffset ?? 0)) < 1e-6)
    }

    @Test func `ignores a server that isn't synchronised`() {
        var loop = LoopFixture(servers: [.init(offset: 5, leap: .unsynchronized)])
        loop.run(600)
        #expect(loop.commands.isEmpty)
    }

    @Test func `starts from a known frequency`() {
        var loop = LoopFixture(gain: 30e-6) {
            $0.initialFrequency = Frequency(ppm: -30)
            $0.initialSkew = 0.1e-6
        }
        loop.run(10)
        #expect(abs(loop.synchronizer.tracking.frequency.ppm + 30) < 0.1)
    }

    @Test func `forgets its samples when somebody moves the clock`() {
        var loop = LoopFixture()
        loop.run(600)
        loop.step(by: 10)
        loop.synchronizer.clockChanged(.unknownStep(to: loop.clock))
        #expect(!loop.synchronizer.tracking.isSynchronized)
        loop.run(1200)
        #expect(loop.synchronizer.tracking.isSynchronized)
        #expect(abs(loop.error) < 1e-3)
    }
}

@Suite struct `The local reference` {
    private let date = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)

    @Test func `stands in while there is no source`() {
        let loop = LoopFixture { $0.local = LocalReferenceOptions(stratum: 10) }
        let served = loop.synchronizer.tracking(at: loop.clock)
        #expect(served.stratum == 10)
        #expect(served.referenceID == .local)
        #expect(served.leap == .none)
        #expect(loop.clock.seconds(since: served.referenceTime) < 64)
        #expect(served.referenceTime <= loop.clock)
    }

    @Test func `gives way to a source`() {
        var loop = LoopFixture { $0.local = LocalReferenceOptions(stratum: 10) }
        loop.run(60)
        #expect(loop.synchronizer.tracking(at: loop.clock).stratum == 2)
    }

    @Test func `isn't there unless asked for`() {
        let loop = LoopFixture()
        #expect(!loop.synchronizer.tracking(at: loop.clock).isSynchronized)
    }
}

@Suite struct `A software clock` {
    private let start = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)

    @Test func `runs at its frequency from when it was set`() {
        var clock = SoftwareClock(at: start)
        _ = clock.setFrequency(Frequency(ppm: 100), at: start.advanced(by: 10))
        let reading = clock.reading(at: start.advanced(by: 1010))
        #expect(abs(reading.seconds(since: start) - 1010.1) < 1e-9)
    }

    @Test func `moves at once when stepped`() {
        var clock = SoftwareClock(at: start)
        _ = clock.step(by: NTPDuration(saturating: -36))
        #expect(clock.reading(at: start).seconds(since: start) == -36)
    }
}
