// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Testing

@testable import NTPDaemon

@Suite struct `A source` {
    /// The only source of a configuration of one line.
    private func source(_ line: String) throws -> SourceConfiguration {
        let parsed = parse(line)
        #expect(parsed.errors.filter { $0.kind != .notSupported } == [])
        return try #require(parsed.configuration.sources.first)
    }

    @Test func `has the defaults of chrony`() throws {
        let options = try source("server ntp.example").options
        #expect(options == SourceOptions())
        #expect(options.port == 123)
        #expect(options.polls == PollInterval(exponent: 6)...PollInterval(exponent: 10))
        #expect(options.maximumDelay == 3)
        #expect(options.maximumDelayDeviationRatio == 10)
        #expect(options.pollTarget == 8)
        #expect(options.maximumSources == 4)
    }

    @Test(arguments: ["server", "pool", "peer"])
    func `is of the kind that the directive says`(kind: String) throws {
        #expect(try source("\(kind) ntp.example").kind.rawValue == kind)
    }

    @Test(arguments: [
        ("192.0.2.1", Host.address(.v4(0xC000_0201))), ("::1", .address(.v6(1))),
        ("ntp.example", .name("ntp.example")), ("time_1.example.", .name("time_1.example.")),
        ("fe80::1%eth0", .name("fe80::1%eth0")),
    ])
    func `is a name or an address`(text: String, host: Host) throws {
        #expect(try source("server \(text)").host == host)
    }

    @Test(arguments: [
        "192.0.2.256", "1.2.3", "2001:::1", "-x", "a..b", "ntp/x", "%eth0", "ntp.example..", "é.example",
    ])
    func `can't be something else`(text: String) {
        #expect(
            messages("server \(text)") == [
                "ntpd.conf:1:8: server HOST is '\(text)'; expected a host name or an IP address"
            ])
    }

    @Test func `has options in any order`() throws {
        let host = "169.254.169.123"
        #expect(
            try source("server \(host) prefer iburst minpoll 4 maxpoll 4")
                == source("server \(host) maxpoll 4 iburst minpoll 4 prefer"))
    }

    @Test(arguments: [
        ("maxpoll 4", 4, 4), ("minpoll 12", 12, 12), ("minpoll -7", -7, 10), ("minpoll 3 maxpoll 3", 3, 3),
        ("maxpoll 24", 6, 24),
    ])
    func `has poll limits that move each other`(options: String, lowest: Int8, highest: Int8) throws {
        let polls = try source("server ntp.example \(options)").options.polls
        #expect(polls == PollInterval(exponent: lowest)...PollInterval(exponent: highest))
    }

    static let effects = [
        Effect("port 11123") { $0.sources[0].options.port == 11123 },
        Effect("extfield F323 extfield 010A") {
            $0.sources[0].options.association.extensionFields == [.monotonicRoot, .networkCorrection]
        },
        Effect("xleave") { $0.sources[0].options.association.interleaved },
        Effect("key 7") { $0.sources[0].options.association.key == KeyID(rawValue: 7) },
        Effect("ipv4") { $0.sources[0].options.addressFamily == .ipv4 },
        Effect("ipv6") { $0.sources[0].options.addressFamily == .ipv6 },
        Effect("maxsources 16") { $0.sources[0].options.maximumSources == 16 },
        Effect("offline") { $0.sources[0].options.startsOffline },
        Effect("minpoll 3") { $0.sources[0].options.minimumPoll == PollInterval(exponent: 3) },
        Effect("maxpoll 12") { $0.sources[0].options.maximumPoll == PollInterval(exponent: 12) },
        Effect("polltarget 60") { $0.sources[0].options.pollTarget == 60 },
        Effect("iburst") { $0.sources[0].options.initialBurst },
        Effect("burst") { $0.sources[0].options.burst },
        Effect("noselect") { $0.sources[0].options.selection == .noselect },
        Effect("prefer") { $0.sources[0].options.selection == .prefer },
        Effect("trust require") { $0.sources[0].options.selection == [.trust, .require] },
        Effect("require") { $0.sources[0].options.selection == .require },
        Effect("minstratum 3") { $0.sources[0].options.minimumStratum == 3 },
        Effect("maxdelay 0.3") { $0.sources[0].options.maximumDelay == 0.3 },
        Effect("maxdelayratio 2") { $0.sources[0].options.maximumDelayRatio == 2 },
        Effect("maxdelaydevratio 5") { $0.sources[0].options.maximumDelayDeviationRatio == 5 },
        Effect("offset -0.00005") { $0.sources[0].options.offset == -0.00005 },
        Effect("minsamples 8") { $0.sources[0].options.minimumSamples == 8 },
        Effect("maxsamples 1") { $0.sources[0].options.maximumSamples == 1 },
        Effect("version 3") { $0.sources[0].options.version == 3 },
        Effect("auto_offline") { $0.sources[0].options.goesOffline },
        Effect("presend 9") { $0.sources[0].options.presendPoll == PollInterval(exponent: 9) },
        Effect("maxunreach 0") { $0.sources[0].options.maximumUnreachablePolls == 0 },
        Effect("copy") { $0.sources[0].options.copiesIdentity },
        Effect("maxdelayquant 0.2") { $0.sources[0].options.maximumDelayQuantile == 0.2 },
        Effect("mindelay 0.001") { $0.sources[0].options.minimumDelay == 0.001 },
        Effect("asymmetry -0.5") { $0.sources[0].options.asymmetry == -0.5 },
        Effect("filter 5") { $0.sources[0].options.filterLength == 5 },
    ]

    @Test(arguments: effects)
    func `does what a supported option says`(effect: Effect) {
        let parsed = parse("pool ntp.example \(effect.line)\ndiscipline regression")
        #expect(parsed.diagnostics.isEmpty, "\(parsed.diagnostics)")
        #expect(effect.holds(parsed.configuration), "\(parsed.configuration.directives)")
        #expect(!effect.holds(parse("pool ntp.example").configuration), "holds without the option, too")
    }

    @Test func `has no supported option without a test`() {
        let tested = Set(Self.effects.flatMap { $0.line.split(separator: " ").map(String.init) })
        let supported = SourceOptions.all.filter { $0.support == .supported }.map(\.name)
        #expect(supported.filter { !tested.contains($0) } == [])
    }

    /// All that make a difference to how a source is asked and judged; the others are the table's concern.
    @Test(arguments: [
        "minpoll 3", "maxpoll 12", "polltarget 60", "iburst", "burst", "presend 9", "offline", "noselect",
        "prefer",
        "trust", "require", "minstratum 3", "maxunreach 0", "copy", "maxdelay 0.3", "maxdelayratio 2",
        "maxdelaydevratio 5", "maxdelayquant 0.2", "mindelay 0.001", "offset 1", "filter 5", "version 3",
    ])
    func `is asked and judged by its options`(option: String) throws {
        #expect(try source("server ntp.example \(option)").options.association != SourceOptions().association)
    }

    @Test func `is estimated by its options, and else by those for all sources`() throws {
        func estimator(_ line: String, _ client: ClientConfiguration = ClientConfiguration()) throws
            -> EstimatorOptions
        {
            try source("server ntp.example \(line)").options.estimator(client: client)
        }
        var client = ClientConfiguration()
        client.maximumSamples = 20
        #expect(try estimator("").maximumSamples == nil)
        #expect(try estimator("", client).maximumSamples == 20)
        #expect(try estimator("maxsamples 5", client).maximumSamples == 5)
        #expect(try estimator("maxsamples 0", client).maximumSamples == nil)
        #expect(try estimator("asymmetry 0.25 mindelay 0.01").asymmetry == 0.25)
        #expect(try estimator("asymmetry 0.25 mindelay 0.01").minimumDelay == 0.01)
    }

    @Test func `with minpoll above maxpoll is refused`() {
        #expect(
            messages("server ntp.example minpoll 8 maxpoll 6") == [
                "ntpd.conf:1:38: minpoll 8 is above maxpoll 6; raise maxpoll or lower minpoll"
            ])
    }

    @Test func `is warned about options that do nothing for it`() {
        #expect(
            parse("peer a iburst presend 5\nserver b maxsources 2").warnings.map(\.description) == [
                "ntpd.conf:1:23: warning: 'iburst' has no effect on a peer",
                "ntpd.conf:1:23: warning: 'presend' has no effect on a peer",
                "ntpd.conf:2:21: warning: 'maxsources' has no effect on a server",
            ])
    }

    @Test func `isn't asked otherwise for options that it is warned about`() throws {
        func association(_ line: String) throws -> AssociationOptions {
            var association = try source(line).options.association
            association.becomeSymmetric()
            return association
        }
        let line = "peer ntp.example iburst burst copy presend 5"
        #expect(parse(line).warnings.count == 4)
        #expect(try association(line) == association("peer ntp.example"))
    }
}
