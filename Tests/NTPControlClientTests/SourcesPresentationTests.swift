// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPControlClient
import NTPCore
import Testing

@Suite struct `Sources` {
    private let report = SourcesPresentation([Fixture.selected, Fixture.silent])

    @Test func `are a table that says why`() {
        #expect(
            report.text == """
                    Source           Stratum    Poll  Reach   Last        Offset      Error  Why
                ^*  ntp.example.net        2    64 s    377   23 s  12.5 µs slow  ± 1.50 ms  used: the best source
                ^?  2001:db8::123          –  1024 s      0  never             –          –  unusable: does not answer
                """)
    }

    @Test func `have chronyc's columns and signs`() {
        #expect(
            report.csv == [
                [
                    "^", "*", "192.0.2.10", "2", "6", "377", "23", "-0.000012500", "-0.000015000",
                    "0.001500000",
                ],
                [
                    "^", "?", "2001:db8::123", "0", "10", "0", "4294967295", "0.000000000", "0.000000000",
                    "0.000000000",
                ],
            ])
    }

    @Test func `have null in JSON where nothing was measured`() {
        let line = SourcesPresentation([Fixture.silent]).json.line
        #expect(
            line.contains(
                "\"sample_age\":null,\"offset\":null,\"measured_offset\":null,\"offset_error\":null"))
    }

    @Test func `have the newest request last in JSON's reach`() {
        var source = Fixture.selected
        source.source.reach = Reach(bits: 0b1000_0001)
        let line = SourcesPresentation([source]).json.line
        #expect(line.contains("\"reach\":[true,false,false,false,false,false,false,true]"))
    }

    @Test func `that are none are said to be none`() {
        #expect(SourcesPresentation([]).text == "There are no sources.")
        #expect(SourcesPresentation([]).json.text == "[]")
    }

    @Test func `of a reference clock go by its name`() {
        var source = Fixture.selected
        source.source.mode = .referenceClock
        source.source.address = .ipv4(0x4750_5300)
        let report = SourcesPresentation([source])
        #expect(report.csv[0][..<3] == ["#", "*", "GPS"])
        #expect(report.json.line.contains("\"address\":null,\"reference_id\":\"47505300\""))
    }
}
