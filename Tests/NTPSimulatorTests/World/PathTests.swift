// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPSimulator
import Testing

@Suite struct `A path` {
    static func leg(
        _ model: PathModel.Leg, changes: [(at: TrueTime, delay: Double)] = []
    ) -> PathLeg {
        PathLeg(
            model, changes: changes, noise: SeededGenerator(seed: 1), faults: SeededGenerator(seed: 2))
    }

    /// The delays of all copies of so many packets, one each second.
    static func delays(_ leg: PathLeg, packets: Int = 10_000) -> [Double] {
        var leg = leg
        return (0..<packets).flatMap { second in
            let sent = TrueTime(seconds: Double(second))
            return leg.arrivals(of: sent).map { $0.seconds(since: sent) }
        }
    }

    @Test func `takes as long as it is`() {
        let delays = Self.delays(Self.leg(.init(delay: 0.005)))
        #expect(delays.count == 10_000)
        #expect(delays.allSatisfy { ($0 - 0.005).magnitude < 1e-9 })
    }

    @Test func `loses the part of the packets that it says`() {
        var model = PathModel.Leg(delay: 0.005)
        model.loss = 0.3
        #expect((Double(Self.delays(Self.leg(model)).count) / 10_000 - 0.7).magnitude < 0.025)
    }

    @Test func `doubles the part of the packets that it says`() {
        var model = PathModel.Leg(delay: 0.005)
        model.duplication = 0.2
        #expect((Double(Self.delays(Self.leg(model)).count) / 10_000 - 1.2).magnitude < 0.025)
    }

    @Test func `holds back the part of the packets that it says`() {
        var model = PathModel.Leg(delay: 0.005)
        model.reordering = 0.1
        let held = Self.delays(Self.leg(model)).filter { $0 > 0.006 }
        #expect((Double(held.count) / 10_000 - 0.1).magnitude < 0.02)
        #expect(held.allSatisfy { $0 < 100.1 })
    }

    @Test func `is as slow with losses as without`() {
        var lossy = PathModel.Leg(delay: 0.005, noise: .exponential(mean: 1e-3))
        let whole = Self.delays(Self.leg(lossy))
        lossy.loss = 0.5
        let rest = Self.delays(Self.leg(lossy))
        #expect(Set(rest).isSubset(of: Set(whole)))
    }

    @Test func `changes with the route`() {
        let leg = Self.leg(
            .init(delay: 0.005),
            changes: [(TrueTime(seconds: 200), 0.001), (TrueTime(seconds: 100), 0.02)])
        let delays = Self.delays(leg, packets: 300)
        #expect((delays[99] - 0.005).magnitude < 1e-9)
        #expect((delays[100] - 0.02).magnitude < 1e-9)
        #expect((delays[200] - 0.001).magnitude < 1e-9)
    }
}
