// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSimulator
import Testing

@Suite struct `A leap second that the kernel does` {
    /// 2026-12-31 18:26:40 UTC: midnight is 20,000 s later.
    private static let start = NTPDate(unixSeconds: 1_798_741_600, nanoseconds: 0)

    @Test(
        arguments: [LeapSecond(at: 20_000, .inserted), LeapSecond(at: 19_999, .deleted)],
        1...3 as ClosedRange<UInt64>)
    func `disturbs neither the clock nor what is known of it`(leap: LeapSecond, seed: UInt64) throws {
        var scenario = try #require(Scenario(named: "leap", seed: seed))
        scenario.start = Self.start
        scenario.leap = leap
        // From long before the leap second on.
        scenario.settling = 10_000
        var simulation = Simulation(scenario, seed: seed, algorithm: KalmanAlgorithm())
        let report = simulation.measure()
        #expect(report.subject.error.maximum <= 400e-6, "\(report.subject.error)")
        #expect(report.violations.map(\.description) == [])
    }
}
