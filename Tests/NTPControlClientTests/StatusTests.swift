// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPControlClient
import NTPCore
import Testing

@Suite struct `Status` {
    private func text(_ snapshot: MetricsSnapshot) -> String {
        StatusPresentation(snapshot, at: Fixture.date, endpoint: "/run/chrony/chronyd.sock").text
    }

    @Test func `is one screen`() {
        let sources = [
            Fixture.selected, Fixture.source(.combined), Fixture.source(.combined), Fixture.silent,
        ]
        #expect(
            text(Fixture.snapshot(Fixture.tracking, sources)) == """
                Synchronised to ntp.example.net (192.0.2.10), stratum 3.

                Clock error   at most 1.50 ms; 3.00 µs fast is being corrected
                Usual offset  20.0 µs at an update
                Frequency     12.345 ppm fast by itself, known to ± 50.0 ppb
                Last update   23 s ago; the one before it 64 s earlier
                Known from    17 samples over 18 min
                Sources       4: 3 used, 1 unusable
                Daemon        answers at /run/chrony/chronyd.sock

                - 2001:db8::123: does not answer.
                  See whether it answers at all: 'ntpctl query 2001:db8::123'.
                """)
    }

    @Test func `is short where nothing is wrong`() {
        let sources = [Fixture.selected, Fixture.source(.combined), Fixture.source(.notPreferred)]
        #expect(!text(Fixture.snapshot(Fixture.tracking, sources)).contains("\n- "))
    }

    @Test(arguments: [
        (Fixture.snapshot(.init()), "There are no sources to follow."),
        (Fixture.snapshot(.init(), unresolved: 2), "None of the 2 names of sources can be resolved."),
        (Fixture.snapshot(.init(), [Fixture.silent], offline: 1), "All sources are offline."),
        (Fixture.snapshot(.init(), [Fixture.silent], online: 1), "The only source does not answer."),
        (
            Fixture.snapshot(.init(), [Fixture.silent, Fixture.silent], online: 2),
            "None of the sources answers."
        ),
        (
            Fixture.snapshot(
                .init(), [Fixture.source(.falseticker), Fixture.source(.falseticker)], online: 2),
            "The sources contradict each other, and no majority agrees."
        ),
        (
            Fixture.snapshot(.init(), [Fixture.source(.missingSamples)], online: 1),
            "The sources are still being measured."
        ),
        (
            Fixture.snapshot(.init(), [Fixture.source(.tooDistant)], online: 1),
            "None of the sources can be used."
        ),
    ])
    func `says why a clock is not synchronised`(snapshot: MetricsSnapshot, reason: String) {
        let text = text(snapshot)
        #expect(text.hasPrefix("Not synchronised: the time of this machine can't be relied upon."))
        #expect(text.contains("\n! \(reason)\n"))
    }

    @Test func `doesn't take a clock that follows itself for synchronised`() {
        let text = text(Fixture.snapshot(Fixture.local))
        #expect(text.hasPrefix("Not synchronised to any source; the clock is served as it is, stratum 10."))
        #expect(text.contains("\n! The clock follows itself"))
    }

    @Test func `warns of updates that have stopped`() {
        var tracking = Fixture.tracking
        tracking.referenceTime = Fixture.date.advanced(by: -7200)
        #expect(
            text(Fixture.snapshot(tracking, [Fixture.selected])).contains("! The latest update is 2 h ago"))
    }

    @Test func `offers a step where slewing takes long`() {
        var tracking = Fixture.tracking
        tracking.remainingCorrection = 2.5
        let text = text(Fixture.snapshot(tracking, [Fixture.selected]))
        #expect(text.contains("! The clock is 2.50 s slow and is being slewed.\n  'ntpctl step'"))
    }

    @Test func `counts what it doesn't list`() {
        let sources = [Fixture.selected] + Array(repeating: Fixture.source(.falseticker), count: 9)
        #expect(text(Fixture.snapshot(Fixture.tracking, sources)).contains("- 5 more sources can't be used."))
    }

    @Test func `has its findings in JSON`() {
        let status = StatusPresentation(Fixture.snapshot(.init()), at: Fixture.date, endpoint: "")
        #expect(
            status.json.line.hasPrefix("{\"synchronized\":false,\"follows\":\"nothing\",\"source\":null,"))
        #expect(
            status.json.line.contains(
                "\"findings\":[{\"severity\":\"problem\",\"text\":\"There are no sources"))
    }

    @Test func `says when the system's clock is left alone`() {
        var snapshot = Fixture.snapshot(Fixture.tracking, [Fixture.selected])
        snapshot.clockUse = .forbidden
        #expect(text(snapshot).contains("\nSystem clock  left alone for want of CAP_SYS_TIME"))
        snapshot.clockUse = .steered
        #expect(!text(snapshot).contains("System clock"))
    }
}
