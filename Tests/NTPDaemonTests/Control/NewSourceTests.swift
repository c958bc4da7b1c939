// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPCore
import Testing

@testable import NTPDaemon

@Suite struct `A source added by a command` {
    private static func status(_ change: (inout NewSource) -> Void) -> ControlStatus? {
        var source = NewSource(.server, name: "ntp.example")
        change(&source)
        do throws(ControlStatus) {
            _ = try SourceConfiguration(source)
            return nil
        } catch {
            return error
        }
    }

    @Test func `is what the same line of a configuration makes`() throws {
        var source = NewSource(.pool, name: "pool.example")
        source.maximumSources = 3
        source.minimumPoll = 3
        source.maximumPoll = 7
        source.minimumSamples = 4
        source.maximumDelay = 0.2
        source.maximumDelayRatio = 1.5
        source.key = 7
        source.offset = -0.01
        source.flags = [.online, .iburst, .prefer, .ipv6Only]
        let line =
            "pool pool.example maxsources 3 minpoll 3 maxpoll 7 minsamples 4 maxdelay 0.2 maxdelayratio 1.5 key 7 "
            + "offset -0.01 iburst prefer ipv6"
        let configuration = ConfigurationParser.parse(arguments: [line], in: MemoryFiles()).configuration
        #expect(try SourceConfiguration(source) == configuration.sources.first)
    }

    @Test func `is offline unless said to be online`() throws {
        var source = NewSource(.server, name: "192.0.2.1")
        source.flags = []
        #expect(try SourceConfiguration(source).options.startsOffline)
    }

    @Test func `is taken from clients that know fewer settings`() {
        #expect(Self.status { $0.maximumUnreachable = 0 } == nil)
    }

    @Test func `takes what few sources need`() throws {
        var source = NewSource(.server, name: "ntp.example")
        source.presendMinimumPoll = 9
        source.minimumDelay = 0.001
        source.asymmetry = -0.5
        source.filterLength = 5
        source.maximumDelayQuantile = 0.25
        source.maximumUnreachable = 20
        source.flags = [.online, .copy, .autoOffline]
        let line =
            "server ntp.example minpoll 6 maxpoll 10 presend 9 mindelay 0.001 asymmetry -0.5 filter 5 "
            + "maxdelayquant 0.25 maxunreach 20 copy auto_offline"
        let configuration = ConfigurationParser.parse(arguments: [line], in: MemoryFiles()).configuration
        #expect(try SourceConfiguration(source) == configuration.sources.first)
    }

    @Test func `is refused when it asks for what isn't built`() {
        #expect(Self.status { $0.flags.insert(.nts) } == .notEnabled)
    }

    @Test func `asks for extension fields`() throws {
        var source = NewSource(.server, name: "ntp.example")
        source.flags.formUnion([.monotonicRootField, .networkCorrectionField])
        #expect(
            try SourceConfiguration(source).options.extensionFields == [.monotonicRoot, .networkCorrection])
    }

    @Test func `may be an interleaved peer`() throws {
        var source = NewSource(.peer, name: "192.0.2.1")
        source.flags.insert(.interleaved)
        #expect(try SourceConfiguration(source).options.association.interleaved)
    }

    @Test func `is refused with values that a configuration couldn't have`() {
        #expect(Self.status { $0.minimumPoll = -8 } == .invalid)
        #expect(Self.status { $0.maximumSources = 17 } == .invalid)
        #expect(Self.status { $0.maximumDelay = .nan } == .invalid)
        #expect(Self.status { $0.offset = .infinity } == .invalid)
        #expect(Self.status { $0.name = "1.2.3" } == .invalidName)
    }
}
