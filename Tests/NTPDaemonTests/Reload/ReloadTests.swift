// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPDaemon

@Suite struct `A configuration that is read again` {
    private func reloaded(_ old: String, _ new: String) -> Configuration {
        parse(old).configuration.reloaded(with: parse(new).configuration)
    }

    @Test(arguments: [
        "server a.example iburst", "sourcedir /etc/a", "maxdistance 1", "authselectmode require",
        "makestep 1 -1",
        "allow 10/8", "cmddeny 10/8", "opencommands tracking", "log tracking", "logdir /var/log/a",
        "logchange 2",
        "keyfile /etc/a.keys", "driftfile /var/lib/a", "dumpdir /var/lib/a", "minsamples 5",
        "maxupdateskew 5", "maxchange 1000 0 -1", "maxslewrate 500", "maxdrift 100", "fallbackdrift 16 19",
        "ratelimit interval 1", "cmdratelimit interval 1", "rtcsync", "manual", "refresh 60",
        "local stratum 8 orphan",
        "smoothtime 400 0.001 leaponly", "leapsecmode slew", "leapsectz right/UTC",
        "leapseclist /usr/share/zoneinfo/leap-seconds.list",
    ])
    func `is in effect at once where that can be`(line: String) {
        let result = reloaded("port 11123", "port 11123\n" + line)
        #expect(result == parse("port 11123\n" + line).configuration)
    }

    @Test(arguments: [
        "port 11123", "bindaddress 127.0.0.1", "user nobody", "pidfile /run/a.pid", "cmdport 11323",
        "clientloglimit 1000000", "maxclockerror 2", "discipline pll", "lock_all", "serverthreads 2",
        "acquisitionport 1123",
    ])
    func `is named where it takes another start`(line: String) {
        let result = reloaded("allow", "allow 10/8\n" + line)
        #expect(result == parse("allow 10/8").configuration)
        let name = String(line.prefix { $0 != " " })
        #expect(result.difference(from: parse("allow 10/8\n" + line).configuration) == [name])
    }

    @Test func `keeps the leap seconds that a reference clock needs until the next start`() {
        let old = "refclock PHC /dev/ptp0 tai\nleapsectz right/UTC"
        let result = reloaded(old, "")
        #expect(result == parse(old).configuration)
        #expect(result.difference(from: .defaults) == ["refclock", "leapsectz"])
    }

    @Test
    func
        `doesn't have the kernel set a real-time clock that is compared with true time until the next start`()
    {
        let result = reloaded("rtcfile /var/lib/a", "rtcsync")
        #expect(result == parse("rtcfile /var/lib/a").configuration)
    }

    @Test func `takes back what isn't there any more`() {
        let text =
            "server a.example\nallow\nmakestep 1 3\nlocal\nsmoothtime 400 0.001\nleapsecmode slew\nmanual"
        #expect(reloaded(text, "") == .defaults)
    }
}
