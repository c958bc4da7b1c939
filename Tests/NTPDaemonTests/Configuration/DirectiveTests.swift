// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Testing

@testable import NTPDaemon

/// A line of configuration, and what is to hold with it.
struct Effect: CustomTestStringConvertible, Sendable {
    let line: String
    let holds: @Sendable (Configuration) -> Bool

    init(_ line: String, _ holds: @escaping @Sendable (Configuration) -> Bool) {
        self.line = line
        self.holds = holds
    }

    var testDescription: String { line }
}

@Suite struct `A supported directive` {
    static let effects: [Effect] =
        client + selection + clock + server + command + logging + process

    static let client = [
        Effect("acquisitionport 1123") { $0.client.port == 1123 },
        Effect("acquisitionport 0") { $0.client.port == 0 },
        Effect("bindacqaddress 192.0.2.1") { $0.client.bindAddresses.ipv4 == .v4(0xC000_0201) },
        Effect("bindacqaddress ::1") { $0.client.bindAddresses.ipv6 == .v6(1) },
        Effect("bindacqdevice eth0") { $0.client.device == "eth0" },
        Effect("dscp 46") { $0.client.dscp == 46 },
        Effect("initstepslew 1 192.0.2.1 b.example") {
            $0.client.initialCorrection?.threshold == 1 && $0.client.initialCorrection?.servers.count == 2
        },
        Effect("refresh 3600") { $0.client.refreshInterval == 3600 },
        Effect("minsamples 12\ndiscipline regression") { $0.client.minimumSamples == 12 },
        Effect("maxsamples 20") { $0.client.maximumSamples == 20 },
        Effect("sourcedir /run/a /run/b") { $0.sourceDirectories == [["/run/a", "/run/b"]] },
    ]

    static let selection = [
        Effect("authselectmode require") { $0.selection.authentication == .require },
        Effect("combinelimit 0") { $0.selection.combineLimit == 0 },
        Effect("maxdistance 16.0") { $0.selection.maximumDistance == 16 },
        Effect("maxjitter 0.5") { $0.selection.maximumJitter == 0.5 },
        Effect("minstratum 1") { $0.selection.minimumStratum == 1 },
        Effect("maxstratum 4") { $0.selection.maximumStratum == 4 },
        Effect("minsources 3") { $0.selection.minimumSources == 3 },
        Effect("reselectdist 1e-5") { $0.selection.reselectDistance == 1e-5 },
        Effect("stratumweight 0") { $0.selection.stratumWeight == 0 },
    ]

    static let clock = [
        Effect("discipline pll") { $0.clock.discipline == .pll },
        Effect("discipline Regression") { $0.clock.discipline == .regression },
        Effect("makestep 1.0 3") { $0.clock.makeStep == MakeStep(threshold: 1, limit: 3) },
        Effect("makestep .5 -1") { $0.clock.makeStep == MakeStep(threshold: 0.5, limit: -1) },
        Effect("maxchange 1000 1 2") {
            $0.clock.maximumChange == MaximumChange(offset: 1000, start: 1, ignored: 2)
        },
        Effect("maxclockerror 0.1") { $0.clock.maximumClockErrorPPM == 0.1 },
        Effect("maxdrift 500") { $0.clock.maximumDriftPPM == 500 },
        Effect("maxupdateskew 100.0") { $0.clock.maximumUpdateSkewPPM == 100 },
        Effect("maxslewrate 1000") { $0.clock.maximumSlewRatePPM == 1000 },
        Effect("corrtimeratio 10") { $0.clock.correctionTimeRatio == 10 },
        Effect("clockprecision 8e-9") { $0.clock.precision == 8e-9 },
        Effect("clockboundfile /run/clockbound/shm0") {
            $0.clock.boundFile
                == BoundFileConfiguration(path: "/run/clockbound/shm0", vmclock: "/dev/vmclock0")
        },
        Effect("clockboundfile shm0 vmclock /dev/vmclock1") {
            $0.clock.boundFile?.vmclock == "/dev/vmclock1"
        },
        Effect("driftfile /var/lib/chrony/drift") {
            $0.clock.driftFile == DriftFileConfiguration(path: "/var/lib/chrony/drift", interval: 3600)
        },
        Effect("driftfile drift interval 60") { $0.clock.driftFile?.interval == 60 },
        Effect("leapsecmode slew") { $0.leapSeconds.mode == .slew },
        Effect("leapsectz right/UTC") { $0.leapSeconds.timeZone == "right/UTC" },
        Effect("leapseclist /etc/leap-seconds.list") {
            $0.leapSeconds.listFile == "/etc/leap-seconds.list"
        },
        Effect("fallbackdrift 16 19") { $0.clock.fallbackDrift == FallbackDrift(minimum: 16, maximum: 19) },
        Effect("tempcomp /sys/temp 30 26000 0.0 0.000183 0.0") {
            $0.clock.temperatureCompensation?.curve
                == .polynomial(reference: 26000, k0: 0, k1: 0.000183, k2: 0)
        },
        Effect("tempcomp /sys/temp 30 /etc/points") {
            $0.clock.temperatureCompensation?.curve == .points(file: "/etc/points")
        },
        Effect("manual") { $0.client.isManual },
        Effect("rtcfile /var/lib/chrony/rtc") { $0.realTimeClock.file == "/var/lib/chrony/rtc" },
        Effect("rtcdevice /dev/rtc1") { $0.realTimeClock.device == "/dev/rtc1" },
        Effect("rtcautotrim 30") { $0.realTimeClock.trimThreshold == 30 },
        Effect("rtconutc") { $0.realTimeClock.isUTC },
        Effect("hwclockfile /etc/adjtime") { $0.realTimeClock.hwclockFile == "/etc/adjtime" },
        Effect("rtcsync") { $0.realTimeClock.isSynchronized },
    ]

    static let server = [
        Effect("smoothtime 400 0.001 leaponly") {
            $0.server.smoothing
                == SmoothingConfiguration(
                    maximumFrequencyPPM: 400, maximumWanderPPM: 0.001, onlyLeapSeconds: true)
        },
        Effect("port 0") { $0.server.port == 0 },
        Effect("bindaddress 192.0.2.1") { $0.server.bindAddresses.ipv4 == .v4(0xC000_0201) },
        Effect("bindaddress 2001:db8::1") { $0.server.bindAddresses.ipv6 == IPAddress("2001:db8::1") },
        Effect("binddevice eth0") { $0.server.device == "eth0" },
        Effect("local") { $0.server.local == LocalReferenceConfiguration() },
        Effect("local orphan activate 0.1 waitsynced 60 waitunsynced 10") {
            let local = $0.server.local
            return local?.isOrphan == true && local?.activationDistance == 0.1
                && local?.waitSynchronized == 60 && local?.waitUnsynchronized == 10
        },
        Effect("local stratum 8 distance 0.1") {
            $0.server.local?.stratum == 8 && $0.server.local?.distance == 0.1
        },
        Effect("clientloglimit 100000000") { $0.server.clientLogLimit == 100_000_000 },
        Effect("noclientlog") { $0.server.refusesClientLog },
        Effect("serverthreads 4") { $0.server.threads == 4 },
        Effect("ratelimit") { $0.server.rateLimit == RateLimitConfiguration(interval: 3) },
        Effect("ratelimit interval 1 burst 16 leak 3 kod 4") {
            $0.server.rateLimit == RateLimitConfiguration(interval: 1, burst: 16, leak: 3, kod: 4)
        },
    ]

    static let command = [
        Effect("cmdport 0") { $0.command.port == 0 },
        Effect("bindcmdaddress 0.0.0.0") { $0.command.bindAddresses.ipv4 == .v4(0) },
        Effect("bindcmdaddress ::") { $0.command.bindAddresses.ipv6 == .v6(0) },
        Effect("bindcmdaddress /run/ntpd.sock") { $0.command.socketPath == "/run/ntpd.sock" },
        Effect("bindcmdaddress /") { $0.command.socketPath == "/" },
        Effect("bindcmddevice lo") { $0.command.device == "lo" },
        Effect("cmdratelimit") { $0.command.rateLimit == RateLimitConfiguration(interval: -4) },
        Effect("cmdratelimit burst 1 interval 2") { $0.command.rateLimit?.interval == 2 },
        Effect("opencommands") { $0.command.openCommands == [] },
        Effect("opencommands tracking sources") { $0.command.openCommands == [.tracking, .sources] },
    ]

    static let logging = [
        Effect("log tracking measurements") { $0.logging.files == [.tracking, .measurements] },
        Effect("log rawmeasurements selection") { $0.logging.files == [.rawMeasurements, .selection] },
        Effect("logdir /var/log/chrony") { $0.logging.directory == "/var/log/chrony" },
        Effect("logbanner 0") { $0.logging.bannerInterval == 0 },
        Effect("logchange 0.5") { $0.logging.changeThreshold == 0.5 },
    ]

    static let process = [
        Effect("user nobody") { $0.process.user == "nobody" },
        Effect("broadcast 60 192.0.2.255") {
            $0.server.broadcasts
                == [BroadcastConfiguration(interval: 60, address: .v4(0xC000_02FF), port: 123)]
        },
        Effect("keyfile /etc/chrony/chrony.keys") { $0.process.keyFile == "/etc/chrony/chrony.keys" },
        Effect("refclock SHM 2:perm=0644 refid GPS poll 3 dpoll -2 filter 8 offset -0.1 delay 0.2 stratum 1")
        {
            $0.referenceClocks.first?.device == .sharedMemory(unit: 2, permissions: 0o644)
                && $0.referenceClocks.first?.options.driverPoll.exponent == -2
        },
        Effect(
            "refclock SOCK /run/feed noselect prefer trust require minsamples 8 maxsamples 16\ndiscipline regression"
        ) {
            $0.referenceClocks.first?.device == .socket(path: "/run/feed")
                && $0.referenceClocks.first?.options.selection == [.noselect, .prefer, .trust, .require]
        },
        Effect("refclock SOCK /f pps lock GPS rate 5 maxlockage 3 width 0.1 precision 1e-6 maxdispersion 0.1")
        {
            $0.referenceClocks.first?.options.lockID?.text == "GPS"
                && $0.referenceClocks.first?.options.pulseWidth == 0.1
        },
        Effect("refclock PPS /dev/pps1:clear lock GPS prefer") {
            $0.referenceClocks.first?.device == .pulses(path: "/dev/pps1", edge: .clear)
        },
        Effect("refclock PHC /dev/ptp0:nocrossts tai local\nleapsectz right/UTC") {
            $0.referenceClocks.first?.device == .hardwareClock(name: "/dev/ptp0", readsCrosswise: false)
                && $0.referenceClocks.first?.options.isTAI == true
                && $0.referenceClocks.first?.options.isLocal == true
        },
        Effect("refclock PHC eth0:extpps:pin=1:channel=2:clear width 0.2") {
            $0.referenceClocks.first?.device
                == .hardwarePulses(
                    name: "eth0", readsCrosswise: true,
                    HardwareClock.Input(pin: 1, channel: 2, edge: .clear))
        },
        Effect("refclock PHC /dev/ptp1:extpps:pin=-1") {
            $0.referenceClocks.first?.device
                == .hardwarePulses(
                    name: "/dev/ptp1", readsCrosswise: true, HardwareClock.Input(pin: nil))
        },
        Effect("refclock RTC /dev/rtc0") {
            $0.referenceClocks.first?.device == .realTimeClock(path: "/dev/rtc0", .local)
        },
        Effect("refclock RTC /dev/rtc0:utc") {
            $0.referenceClocks.first?.device == .realTimeClock(path: "/dev/rtc0", .utc)
        },
        Effect("pidfile /run/chronyd.pid") { $0.process.pidFile == "/run/chronyd.pid" },
        Effect("lock_all") { $0.process.locksMemory },
        Effect("sched_priority 10") { $0.process.schedulingPriority == 10 },
        Effect("dumpdir /run/chrony") { $0.process.dumpDirectory == "/run/chrony" },
        Effect("hwtimestamp eth0") { $0.timestamping.interfaces.map(\.interface) == ["eth0"] },
        Effect("hwtstimeout 0.005") { $0.timestamping.transmitTimeout == 0.005 },
    ]

    @Test(arguments: effects)
    func `has its effect`(effect: Effect) {
        let parsed = parse(effect.line)
        #expect(parsed.diagnostics.isEmpty, "\(parsed.diagnostics)")
        #expect(effect.holds(parsed.configuration), "\(parsed.configuration.directives)")
        #expect(!effect.holds(.defaults), "holds without the line, too")
    }

    @Test func `is tested here or where the sources, access rules and inclusions are`() {
        let elsewhere: Set = [
            "server", "pool", "peer", "allow", "deny", "cmdallow", "cmddeny", "include", "confdir",
        ]
        let tested = Set(Self.effects.map { String($0.line.prefix { $0 != " " }) }).union(elsewhere)
        let supported = Directive.all.filter { $0.support == .supported }.map(\.name)
        #expect(supported.filter { !tested.contains($0) } == [])
    }

    @Test func `may be written in any case`() {
        #expect(
            parse("MakeStep 1 3\nServer ntp.example IBurst").configuration
                == parse("makestep 1 3\nserver ntp.example iburst").configuration)
    }

    @Test func `given twice has the effect of the last`() {
        #expect(
            parse("maxdistance 1\nlocal stratum 5\nmaxdistance 2\nlocal").configuration
                == parse("maxdistance 2\nlocal").configuration)
    }
}

@Suite struct `A line` {
    @Test(arguments: ["# note", "! note", "; note", "% note", "  #note", "", " \t ", "#", "\r"])
    func `without a directive says nothing`(line: String) {
        let parsed = parse(line)
        #expect(parsed.diagnostics.isEmpty)
        #expect(parsed.configuration == .defaults)
    }

    @Test func `may end as on other systems, and be indented`() {
        #expect(messages("  port 1\r\n\tport\t2  \r\n") == [])
    }

    @Test func `of the command line is an argument`() {
        let parsed = ConfigurationParser.parse(
            arguments: ["server ntp.example", "port x"], in: MemoryFiles())
        #expect(parsed.configuration.sources.count == 1)
        #expect(
            parsed.diagnostics.map(\.description) == [
                "command line:2:6: port PORT is 'x'; expected an integer from 0 to 65535"
            ])
    }
}
