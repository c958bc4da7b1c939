// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPControlClient
import NTPCore
import Testing

@Suite struct `Health of a clock` {
    private func complaints(
        _ report: TrackingReport, _ change: (inout Health.Requirements) -> Void = { _ in }
    ) -> [String] {
        var requirements = Health.Requirements()
        change(&requirements)
        return Health(report, requirements).complaints
    }

    @Test func `is good when the error is bounded well enough`() {
        #expect(complaints(Fixture.tracking) { $0.maximumError = 1.51e-3 } == [])
    }

    @Test func `is bad beyond the bound`() {
        let found = complaints(Fixture.tracking) { $0.maximumError = 1e-3 }
        #expect(found == ["error bound 1.50 ms is beyond 1.00 ms"])
    }

    @Test func `is bad without synchronisation, whatever is asked for`() {
        #expect(complaints(TrackingReport()) == ["not synchronised"])
    }

    @Test func `is bad for a clock that follows itself, unless that is accepted`() {
        #expect(complaints(Fixture.local) == ["the clock follows itself, not a source"])
        #expect(complaints(Fixture.local) { $0.acceptsLocal = true } == [])
    }

    @Test(arguments: [([0], false), ([0, 0], false), ([0, 1], true), ([0o377], true)])
    func `is good only while a source answers`(reaches: [UInt8], isHealthy: Bool) {
        let sources = reaches.map { register in
            var source = SourceReport()
            source.reach = Reach(bits: register)
            return source
        }
        let health = Health(Fixture.tracking, sources: sources, Health.Requirements())
        #expect(health.complaints == (isHealthy ? [] : ["no source has answered lately"]))
    }

    @Test func `names everything that is wrong`() {
        let found = complaints(Fixture.tracking) {
            $0.maximumError = 0
            $0.maximumCorrection = 1e-6
            $0.maximumSkew = 1e-8
        }
        #expect(found.count == 3)
    }

    @Test func `is good with the system's clock left alone, and says so`() {
        let health = Health(Fixture.tracking, clockUse: .leftAlone, Health.Requirements())
        #expect(health.isHealthy)
        #expect(health.text.contains("; the system clock is left alone, as told"))
        let steered = Health(Fixture.tracking, clockUse: .steered, Health.Requirements())
        #expect(!steered.text.contains("system clock"))
    }
}
