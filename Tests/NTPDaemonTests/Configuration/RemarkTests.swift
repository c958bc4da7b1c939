// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPDaemon

@Suite struct `A remark` {
    private func said(_ text: String) -> [String] { parse(text).diagnostics.map(\.description) }

    @Test(arguments: [
        "minsamples 12", "server a.example minsamples 12", "refclock PPS /dev/pps0 minsamples 12",
    ])
    func `is made on a limit that the algorithm has no use for, where it is`(line: String) {
        let others = "server b.example\nrefclock PPS /dev/pps1"
        let text = "\(others)\n\(line)\n\(others)"
        #expect(
            said(text) == [
                "ntpd.conf:3:1: warning: 'minsamples' has an effect with 'discipline regression' alone"
            ])
        #expect(parse(text).errors == [])
        #expect(said("\(text)\ndiscipline regression") == [])
    }

    @Test func `is made on a real-time clock that is followed and set`() {
        #expect(
            said("rtcsync\nrefclock RTC /dev/rtc0:utc") == [
                "ntpd.conf:2:1: warning: 'rtcsync' has the kernel set a real-time clock, and 'refclock RTC' follows one"
            ])
        #expect(said("refclock RTC /dev/rtc0:utc") == [])
    }

    @Test(arguments: [
        (
            "refclock PPS /dev/pps0 local\nrefclock PPS /dev/pps2\nrefclock PPS /dev/pps1 local",
            "3:1: 'local' can be said of one 'refclock' only: two can't both be the standard; remove it from all but one"
        ),
        (
            "refclock PPS /dev/pps0\nrefclock PHC /dev/ptp0 tai",
            "2:1: 'tai' of a 'refclock' needs to know the leap seconds; add 'leapsectz' or 'leapseclist'"
        ),
        (
            "rtcsync\nrtcfile /var/lib/a\nserver a.example",
            """
            2:1: 'rtcfile' can't be used with 'rtcsync': either the kernel sets the real-time clock, or it is \
            compared with true time; remove one of them
            """
        ),
        (
            "rtcfile /var/lib/a\nrtcdevice /dev/rtc1\nrefclock RTC /dev/rtc1:utc",
            """
            3:1: 'refclock RTC /dev/rtc1' can't be used with 'rtcfile': the real-time clock is either followed, \
            or compared with true time; remove one of them
            """
        ),
    ])
    func `isn't enough where two lines can't be had together`(text: String, error: String) {
        #expect(parse(text).errors.map(\.description) == ["ntpd.conf:" + error])
        // With every other error, and after them.
        #expect(parse("prot 123\n" + text).errors.count == 2)
    }

    @Test func `isn't made on an ordinary configuration`() {
        let text = """
            pool a.example iburst
            maxsamples 20
            refclock PHC /dev/ptp0 tai
            leapsectz right/UTC
            rtcfile /var/lib/a
            refclock RTC /dev/rtc1
            """
        #expect(said(text) == [])
    }
}
