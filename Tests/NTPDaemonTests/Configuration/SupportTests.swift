// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPDaemon

@Suite struct `What chrony knows` {
    /// The directives of chrony 4.8, and those of old that it still accepts.
    static let directives = """
        acquisitionport allow authselectmode bindacqaddress bindacqdevice bindaddress bindcmdaddress
        bindcmddevice binddevice broadcast clientloglimit clockprecision cmdallow cmddeny cmdport cmdratelimit
        combinelimit confdir corrtimeratio deny driftfile dscp dumpdir fallbackdrift hwclockfile hwtimestamp
        hwtstimeout include initstepslew keyfile leapseclist leapsecmode leapsectz local lock_all log logbanner
        logchange logdir mailonchange makestep manual maxchange maxclockerror maxdistance maxdrift maxjitter
        maxntsconnections maxsamples maxslewrate maxstratum maxtxbuffers maxupdateskew minsamples minsources
        minstratum nocerttimecheck noclientlog nosystemcert ntpsigndsocket ntsaeads ntsdumpdir ntsntpserver
        ntsport ntsprocesses ntsratelimit ntsrefresh ntsrotate ntsservercert ntsserverkey ntstrustedcerts
        opencommands peer pidfile pool port ptpdomain ptpport ratelimit refclock refresh reselectdist
        rtcautotrim rtcdevice rtcfile rtconutc rtcsync sched_priority server smoothtime sourcedir stratumweight
        tempcomp user
        commandkey dumponexit generatecommandkey linux_freq_scale linux_hz
        """.split { " \n".contains($0) }.map(String.init)

    /// Those that chrony doesn't know.
    static let ourDirectives = ["clockboundfile", "discipline", "serverthreads"]

    static let sourceOptions = """
        asymmetry auto_offline burst certset copy extfield filter iburst ipv4 ipv6 key maxdelay
        maxdelaydevratio maxdelayquant maxdelayratio maxpoll maxsamples maxsources maxunreach mindelay minpoll
        minsamples minstratum noselect nts ntsport offline offset polltarget port prefer presend require trust
        version xleave
        """.split { " \n".contains($0) }.map(String.init)

    @Test func `is known by name, once`() {
        #expect(Directive.all.map(\.name).sorted() == (Self.directives + Self.ourDirectives).sorted())
        #expect(SourceOptions.all.map(\.name).sorted() == Self.sourceOptions)
    }

    @Test(arguments: Directive.all.filter { $0.support.refusal(of: "") != nil }.map(\.name))
    func `is refused by name when it isn't done`(name: String) throws {
        let diagnostics = parse(name).errors.filter { $0.kind == .notSupported }
        let message = try #require(diagnostics.first).description
        #expect(diagnostics.count == 1)
        #expect(message.hasPrefix("ntpd.conf:1:1: '\(name)' is not supported"), "\(message)")
        #expect(message.hasSuffix("; remove it"), "\(message)")
    }

    @Test(arguments: [
        ("ptpport 319", "ntpd.conf:1:1: 'ptpport' is not supported: NTP over PTP; remove it"),
        (
            "ntsservercert /etc/server.crt",
            "ntpd.conf:1:1: 'ntsservercert' is not supported: Network Time Security; remove it"
        ),
    ])
    func `is refused in clear words`(line: String, message: String) {
        #expect(messages(line) == [message])
    }

    @Test func `is refused for each option, and the rest of the line is read`() {
        let parsed = parse("server a nts certset 7 xleave iburst key 5 prefer")
        #expect(
            parsed.diagnostics.map(\.description) == [
                "ntpd.conf:1:10: 'nts' is not supported: Network Time Security; remove it",
                "ntpd.conf:1:14: 'certset' is not supported: Network Time Security; remove it",
            ])
        #expect(parsed.configuration.sources.first?.options.selection == .prefer)
    }

    @Test(arguments: [
        "dumponexit", "generatecommandkey", "commandkey 1", "linux_hz 100", "linux_freq_scale 1",
        "ntsdumpdir /var/lib/chrony", "maxtxbuffers 10",
    ])
    func `of old is accepted with a warning`(line: String) throws {
        let parsed = parse(line)
        #expect(parsed.errors == [])
        #expect(try #require(parsed.warnings.first).description.contains("has no effect: "))
    }

    @Test(arguments: [
        (
            "broadcast 0 192.0.2.255",
            "ntpd.conf:1:11: broadcast INTERVAL is '0'; expected an integer from 1 to 65536"
        ),
        ("broadcast 60 x", "ntpd.conf:1:14: broadcast ADDRESS is 'x'; expected an IP address"),
        (
            "fallbackdrift 16",
            "ntpd.conf:1:17: fallbackdrift lacks MAXIMUM; expected 'fallbackdrift MINIMUM MAXIMUM'"
        ),
        (
            "fallbackdrift 19 16",
            "ntpd.conf:1:18: fallbackdrift MAXIMUM 16 is below MINIMUM 19; raise MAXIMUM or lower MINIMUM"
        ),
        (
            "hwtimestamp eth0 rxfilter x",
            "ntpd.conf:1:27: rxfilter FILTER is 'x'; expected 'all', 'ntp', 'ptp' or 'none'"
        ),
        ("maxchange 1 2", "ntpd.conf:1:14: maxchange lacks IGNORE; expected 'maxchange OFFSET START IGNORE'"),
        ("ratelimit leak 5", "ntpd.conf:1:16: leak RATE is '5'; expected an integer from 1 to 4"),
        ("ratelimit kod 5", "ntpd.conf:1:15: kod RATE is '5'; expected an integer from 0 to 4"),
        (
            "refclock GPS 0",
            "ntpd.conf:1:10: refclock DRIVER is 'GPS'; expected 'PPS', 'SHM', 'SOCK', 'PHC' or 'RTC'"
        ),
        (
            "refclock SHM 300",
            "ntpd.conf:1:14: refclock PARAMETER is '300'; expected the number of a unit from 0 to 255, perhaps with "
                + "':perm=MODE'"
        ),
        (
            "refclock PPS /dev/pps0:edge",
            "ntpd.conf:1:14: refclock PARAMETER is '/dev/pps0:edge'; expected the path of a device, perhaps with ':clear'"
        ),
        (
            "refclock PHC eth0:extpps:pin=-2",
            "ntpd.conf:1:14: refclock PARAMETER is 'eth0:extpps:pin=-2'; expected the path of a device or the name of an "
                + "interface, perhaps with ':nocrossts', ':extpps', ':pin=INDEX', ':channel=INDEX' and ':clear'"
        ),
        (
            "refclock RTC :utc",
            "ntpd.conf:1:14: refclock PARAMETER is ':utc'; expected the path of a device, perhaps with ':utc'"
        ),
        ("refclock SOCK /s:x", "ntpd.conf:1:15: refclock PARAMETER is '/s:x'; expected the path of a socket"),
        (
            "refclock SHM 0 refid GPS12",
            "ntpd.conf:1:22: refid ID is 'GPS12'; expected one to four ASCII characters"
        ),
        (
            "smoothtime 400",
            "ntpd.conf:1:15: smoothtime lacks WANDER; expected 'smoothtime FREQUENCY WANDER [leaponly]'"
        ),
        (
            "tempcomp /t 30 1 2 3",
            "ntpd.conf:1:21: tempcomp lacks K2; expected 'tempcomp SENSOR INTERVAL (T0 K0 K1 K2 | FILE)'"
        ),
        (
            "leapsecmode smear",
            "ntpd.conf:1:13: leapsecmode MODE is 'smear'; expected 'system', 'step', 'slew' or 'ignore'"
        ),
    ])
    func `is checked even before it is supported`(line: String, message: String) {
        #expect(parse(line).errors.filter { $0.kind == .syntax }.map(\.description) == [message])
    }

    @Test func `has limits of its own for commands`() {
        #expect(messages("cmdratelimit kod 1") == ["ntpd.conf:1:14: unknown option 'kod' of cmdratelimit"])
    }
}
