// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPControlClient
import Testing

@Suite struct `Tracking` {
    private let report = TrackingPresentation(Fixture.tracking, name: "ntp.example.net")

    @Test func `is told in words`() {
        #expect(
            report.text == """
                Reference             ntp.example.net (192.0.2.10)
                Stratum               3
                Last update           2026-11-23 15:35:37 UTC
                Clock error           at most 1.50 ms
                Remaining correction  3.00 µs fast
                Last offset           12.5 µs slow
                RMS offset            20.0 µs
                Frequency             12.345 ppm fast
                Residual frequency    1.00 ppb slow
                Skew                  50.0 ppb
                Root delay            2.00 ms
                Root dispersion       500 µs
                Update interval       64.2 s
                Leap second           none announced
                """)
    }

    @Test func `has chronyc's columns and signs`() {
        #expect(
            report.csv == [
                [
                    "C000020A", "192.0.2.10", "3", "1795448137.500000000", "-0.000003000", "-0.000012500",
                    "0.000020000", "12.345", "-0.001", "0.050", "0.002000000", "0.000500000", "64.2",
                    "Normal",
                ]
            ])
    }

    @Test func `has SI units and our signs in JSON`() {
        #expect(
            report.json.line == """
                {"synchronized":true,"reference_id":"C000020A","address":"192.0.2.10",\
                "name":"ntp.example.net","stratum":3,"leap":"none",\
                "reference_time":"2026-11-23T15:35:37.500000000Z","error_bound":0.001503,\
                "remaining_correction":-3e-06,"last_offset":1.25e-05,"rms_offset":2e-05,\
                "frequency":-1.2345e-05,"residual_frequency":1e-09,"skew":5e-08,"root_delay":0.002,\
                "root_dispersion":0.0005,"update_interval":64.2,"clock_use":null}
                """)
    }

    @Test func `of a clock that is not synchronised has no bound and no name`() {
        let report = TrackingPresentation(.init(), name: "")
        #expect(report.text.hasPrefix("Reference             none: not synchronised\n"))
        #expect(report.json.line.contains("\"error_bound\":null"))
        #expect(report.json.line.contains("\"name\":null"))
    }

    @Test func `says when the system's clock is left alone, where the daemon says so`() {
        let report = TrackingPresentation(Fixture.tracking, name: "", clockUse: .forbidden)
        #expect(
            report.text.hasSuffix(
                "\nSystem clock          left alone for want of CAP_SYS_TIME; the daemon serves corrected time only"
            ))
        #expect(report.json.line.contains("\"clock_use\":\"forbidden\""))
        #expect(!self.report.text.contains("System clock"))
    }
}
