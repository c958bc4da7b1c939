// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPCore

@Suite struct `The local reference waits` {
    private static let start = NTPDate(unixSeconds: 1_800_000_000, nanoseconds: 0)

    private func isInForce(
        _ local: LocalReference, after seconds: Double, beside tracking: Tracking = .unsynchronized
    ) -> Bool {
        local.applied(to: tracking, at: Self.start.advanced(by: seconds)).referenceID == .local
    }

    /// Updated at the start; a root distance of 0.1 s that grows by 1 ms/s.
    private var synchronized: Tracking {
        var tracking = Tracking.unsynchronized
        tracking.leap = .none
        tracking.stratum = 3
        tracking.referenceTime = Self.start
        tracking.rootDelay = 0
        tracking.rootDispersion = 0.1
        tracking.dispersionRate = 1e-3
        return tracking
    }

    private func reference(_ configure: (inout LocalReferenceOptions) -> Void) -> LocalReference {
        var options = LocalReferenceOptions(stratum: 10, distance: 0.2)
        configure(&options)
        return LocalReference(options, start: Self.start)
    }

    @Test func `for the root distance to be beyond 'distance'`() {
        let local = reference { _ in }
        #expect(!isInForce(local, after: 99, beside: synchronized))
        #expect(isInForce(local, after: 101, beside: synchronized))
    }

    @Test func `for the root distance to have been below 'activate' once`() {
        var local = reference { $0.activationDistance = 0.01 }
        #expect(!isInForce(local, after: 1e6))
        local.noteUpdate(rootDistance: 0.011)
        #expect(!isInForce(local, after: 1e6, beside: synchronized))
        local.noteUpdate(rootDistance: 0.009)
        local.noteUpdate(rootDistance: 0.5)
        #expect(isInForce(local, after: 1e6, beside: synchronized))
    }

    @Test(arguments: [-3_786_825_595, -5, 5])
    func `for nothing else, also where the clock is before 1970`(seconds: Int64) {
        let date = NTPDate(unixSeconds: seconds, nanoseconds: 0)
        let local = LocalReference(LocalReferenceOptions(), start: date)
        let told = local.applied(to: .unsynchronized, at: date)
        #expect(told.referenceID == .local)
        #expect(0..<64 ~= date.seconds(since: told.referenceTime))
    }

    @Test func `for 'waitsynced' after the latest update`() {
        let local = reference { $0.waitSynchronized = 1000 }
        #expect(!isInForce(local, after: 999, beside: synchronized))
        #expect(isInForce(local, after: 1000, beside: synchronized))
        #expect(isInForce(local, after: 0))
    }

    @Test func `for 'waitunsynced' after the start, and after the synchronisation is lost`() {
        let local = reference { $0.waitUnsynchronized = 50 }
        #expect(!isInForce(local, after: 49))
        #expect(isInForce(local, after: 50))
        var lost = Tracking.unsynchronized
        lost.referenceTime = Self.start.advanced(by: 1000)
        #expect(!isInForce(local, after: 1049, beside: lost))
        #expect(isInForce(local, after: 1050, beside: lost))
    }

    @Test func `for five minutes in orphan mode, unless told otherwise`() {
        #expect(!isInForce(reference { $0.isOrphan = true }, after: 299))
        #expect(isInForce(reference { $0.isOrphan = true }, after: 300))
        let told = reference {
            $0.isOrphan = true
            $0.waitUnsynchronized = 1
        }
        #expect(isInForce(told, after: 1))
    }

    @Test func `anew when somebody moves the clock`() {
        var loop = LoopFixture(servers: [.init(answers: false)]) {
            $0.local = LocalReferenceOptions()
            $0.local?.waitUnsynchronized = 100
        }
        loop.run(150)
        #expect(loop.synchronizer.tracking(at: loop.clock).stratum == 10)
        loop.step(by: -500)
        loop.synchronizer.clockChanged(.unknownStep(to: loop.clock))
        #expect(!loop.synchronizer.tracking(at: loop.clock).isSynchronized)
        loop.run(100)
        #expect(loop.synchronizer.tracking(at: loop.clock).stratum == 10)
    }

    @Test func `and gives way when an isolated network comes back`() {
        var loop = LoopFixture(servers: [.init()], gain: 10e-6) {
            $0.local = LocalReferenceOptions(stratum: 8, distance: 0.01)
        }
        loop.run(1000)
        #expect(loop.synchronizer.tracking(at: loop.clock).stratum == 2)
        loop.servers[0].answers = false
        loop.run(100_000)
        #expect(loop.synchronizer.tracking(at: loop.clock).referenceID == .local)
        loop.servers[0].answers = true
        loop.run(5000)
        #expect(loop.synchronizer.tracking(at: loop.clock).stratum == 2)
        #expect(abs(loop.error) < 1e-4, "\(loop.error)")
    }
}

@Suite struct `In orphan mode` {
    private static let ours = ReferenceID(bits: 20)

    /// The statuses of sources with these strata and reference IDs, for a server of local stratum 8 and reference ID 20.
    private func statuses(_ sources: [(stratum: UInt8, id: UInt32, reach: UInt8)]) -> [SourceStatus] {
        let candidates = sources.enumerated().map { index, described in
            var options = AssociationOptions()
            options.referenceID = ReferenceID(bits: described.id)
            var association = Association(options: options, start: MonotonicInstant(nanoseconds: 0))
            association.reach = Reach(bits: described.reach)
            var source = Source(
                id: SourceID(rawValue: UInt32(index)), association: association,
                estimator: KalmanEstimator(options: EstimatorOptions()))
            source.localID = Self.ours
            source.latestPacket = NTPPacket(version: 4, mode: .server)
            source.latestPacket?.stratum = described.stratum
            source.latestTests = .all
            var candidate = source.candidate(
                at: FreeRunningTime(bits: 0), options: [],
                local: LocalReferenceOptions(stratum: 8, isOrphan: true))
            candidate.estimate = SelectionFixture.estimate(offset: 0)
            return candidate
        }
        return SelectionFixture.select(candidates).statuses
    }

    @Test func `the server with the lowest reference ID leads`() {
        #expect(statuses([(8, 15, 255), (8, 10, 255)]) == [.orphan, .selected])
    }

    @Test func `a server follows nobody with a higher reference ID than its own`() {
        #expect(statuses([(8, 21, 255), (8, 30, 255)]) == [.orphan, .orphan])
    }

    @Test func `followers and servers that are gone don't lead`() {
        #expect(statuses([(9, 10, 255), (8, 12, 0), (8, 15, 255)]) == [.orphan, .orphan, .selected])
    }

    @Test func `real time goes first`() {
        #expect(statuses([(8, 10, 255), (7, 30, 255)]) == [.orphan, .selected])
    }
}
