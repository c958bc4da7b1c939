// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPControlClient
import NTPCore
import Testing

@Suite struct `Watching` {
    @Test func `has a line of numbers for a pipe`() {
        let snapshot = Fixture.snapshot(Fixture.tracking, [Fixture.selected, Fixture.silent])
        let words = Watch.line(snapshot, at: Fixture.date).split(separator: " ")
        #expect(
            words == ["2026-11-23T15:36:00Z", "1", "-3.000e-06", "1.503e-03", "-12.345", "0.050", "1", "2"])
    }

    @Test func `has as many columns as names`() {
        let line = Watch.line(Fixture.snapshot(TrackingReport()), at: Fixture.date)
        #expect(line.split(separator: " ").count == Watch.columnNames.split(separator: " ").count - 1)
        #expect(line.contains(" inf "))
    }

    @Test func `keeps within the terminal`() {
        var watch = Watch()
        for _ in 0..<500 { watch.note(Fixture.tracking) }
        let snapshot = Fixture.snapshot(Fixture.tracking, [Fixture.selected, Fixture.silent])
        let screen = watch.screen(snapshot, at: Fixture.date, endpoint: "e", rows: 10, columns: 40)
        let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 9)
        #expect(lines.allSatisfy { $0.count <= 40 })
    }

    @Test func `draws the corrections of late`() {
        var watch = Watch()
        for step in 1...4 {
            var tracking = Fixture.tracking
            tracking.remainingCorrection = Double(step) * -1e-3
            watch.note(tracking)
        }
        let screen = watch.screen(
            Fixture.snapshot(), at: Fixture.date, endpoint: "e", rows: 50, columns: 100)
        #expect(screen.contains("▃▅▇█  up to 4.00 ms"))
    }
}
