// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPControl

@Suite struct `Recorded exchange` {
    static let all = Exchange.reports + Exchange.actions

    @Test func `exists for every kind of report and action that chrony 4.3 has`() throws {
        let commands = try Set(Self.all.map { ControlCommand(rawValue: try $0.header().command) })
        let newer: Set<ControlCommand> = [.modifySelection, .modifyOffset, .local, .clockUse]
        #expect(
            Set(ControlCommand.allCases).subtracting(newer).subtracting(commands.compactMap(\.self)) == [])
    }

    @Test(arguments: all)
    func `has a reply that is the same bytes after decoding and encoding`(exchange: Exchange) throws {
        let reply = try exchange.parsedReply()
        let datagram = try #require(reply.datagram(to: exchange.header()))
        #expect(hex(datagram) == hex(exchange.reply))
    }

    @Test(arguments: all)
    func `has a request that is the same bytes after decoding and encoding`(exchange: Exchange) throws {
        guard case .handle(let request) = exchange.admission() else {
            Issue.record("not handled: \(exchange.admission())")
            return
        }
        let header = try exchange.header()
        var datagram = request.datagram(sequence: header.sequence, attempt: header.attempt)
        // We ask for the longer replies of newer daemons, and turn the local reference on in the newer way.
        if header.command == ControlCommand.olderLocal.rawValue { datagram[5] = 56 }
        #expect(hex(datagram.prefix(exchange.request.count)) == hex(exchange.request))
        #expect(datagram.dropFirst(exchange.request.count).allSatisfy { $0 == 0 })
    }
}

/// What chronyc printed for the recorded replies, or was told to ask for, in this library's signs and units.
@Suite struct `Recorded meaning` {
    @Test func `of tracking`() throws {
        let report = try tracking()
        #expect(report.referenceID == ReferenceID(bits: 0x7F00_0001))
        #expect(report.address == .ipv4(0x7F00_0001))
        #expect(report.stratum == 3)
        #expect(report.leap == .none)
        #expect(report.referenceTime.map { $0.unixTime.seconds } == 0x6B04_628E)
        let bound = try #require(report.errorBound)
        #expect(bound > 0 && bound < 0.01, "\(bound)")
    }

    @Test func `of a reference clock`() throws {
        guard case .source(let report) = try Exchange.of("sources -a")[1].parsedReply() else {
            Issue.record("no source")
            return
        }
        #expect(report.mode == .referenceClock)
        #expect(report.referenceID?.text == "TEST")
        #expect(report.state == .notSelectable)
        // The recorder told the reference clock that the local clock is 1 ms slow.
        #expect(abs(report.measuredOffset - 0.001) < 0.001, "\(report.measuredOffset)")
    }

    @Test func `of a source without an address`() throws {
        let replies = try Exchange.of("sources -a").dropFirst().map { try $0.parsedReply() }
        let addresses = replies.map { reply -> ControlAddress? in
            if case .source(let report) = reply { report.address } else { nil }
        }
        #expect(addresses.contains(.unresolved(id: 1)))
        #expect(addresses.contains(.ipv6(high: 0, low: 1)))
    }

    @Test func `of ntpdata, which has the sign of RFC 5905`() throws {
        guard case .ntpData(let report) = try Exchange.of("ntpdata 127.0.0.1")[0].parsedReply() else {
            Issue.record("no NTP data")
            return
        }
        #expect(report.remoteAddress == .ipv4(0x7F00_0001) && report.remotePort == 21124)
        #expect(report.mode == .server && report.version == 4 && report.stratum == 2)
        #expect(report.poll == PollInterval(exponent: 0) && report.precision == -26)
        #expect(report.isAuthenticated && !report.isInterleaved)
        #expect(report.transmitTimestamp == .kernel && report.receiveTimestamp == .kernel)
        #expect(report.passedTests == .all)
        #expect(report.timestamps == nil)
    }

    @Test func `of serverstats`() throws {
        guard case .serverStatistics(let report) = try Exchange.of("serverstats")[0].parsedReply() else {
            Issue.record("no statistics")
            return
        }
        #expect(report.ntpHits == 12 && report.commandHits > 0 && report.ntpDrops == 0)
        #expect(report.timestamps == nil)
    }

    @Test func `of clients`() throws {
        guard case .clients(let report) = try Exchange.of("clients")[0].parsedReply() else {
            Issue.record("no clients")
            return
        }
        #expect(report.clients.map(\.address) == [.ipv4(0x7F00_0001)])
        #expect(report.clients[0].ntp.hits == 12)
        #expect(report.clients[0].ntp.interval == PollInterval(exponent: -3))
        #expect(report.clients[0].nke == ClientReport.Activity())
        #expect(report.nextIndex >= report.tableSize)
    }

    @Test(arguments: [
        ("dfreq 0.25", ControlAction.adjustFrequency(-0.25e-6)), ("doffset 0.001", .adjustOffset(-0.001)),
        ("maxupdateskew 0.1", .setMaximumUpdateSkew(0.1e-6)),
        ("reselectdist 0.0001", .setReselectDistance(0.0001)),
        ("makestep 0.1 3", .setStepPolicy(limit: 3, threshold: 0.1)), ("makestep", .perform(.makeStep)),
        ("minpoll 127.0.0.1 -1", .modifySource(.ipv4(0x7F00_0001), .minimumPoll(-1))),
        ("maxdelay 127.0.0.1 0.3", .modifySource(.ipv4(0x7F00_0001), .maximumDelay(0.3))),
        ("online", .setOnline(.all)),
        (
            "local stratum 9 orphan distance 0.5",
            .setLocalReference(LocalReference(stratum: 9, distance: 0.5, orphan: true))
        ),
        ("local off", .setLocalReference(nil)), ("manual reset", .setManualMode(.reset)),
        ("smoothtime activate", .smoothTime(.activate)),
        ("delete 127.0.0.5", .deleteSource(.ipv4(0x7F00_0005))),
    ])
    func `of a command`(commandLine: String, expected: ControlAction) throws {
        let exchange = try #require(Exchange.of(commandLine).first)
        // Encoding is what rounds to the 25 bits of the protocol.
        let sequence = try exchange.header().sequence
        guard case .handle(let request) = exchange.admission() else {
            Issue.record("not handled")
            return
        }
        #expect(
            request.datagram(sequence: sequence)
                == ControlRequest.action(expected).datagram(sequence: sequence))
    }

    @Test func `of add server`() throws {
        let line =
            "add server 127.0.0.5 port 1123 minpoll 3 maxpoll 7 iburst prefer key 7 maxdelay 0.2 offset -0.01"
        var source = NewSource(.server, name: "127.0.0.5")
        source.port = 1123
        source.minimumPoll = 3
        source.maximumPoll = 7
        source.key = 7
        source.maximumDelay = ControlFloat(0.2).value
        source.offset = ControlFloat(-0.01).value
        source.flags = [.online, .iburst, .prefer]
        source.maximumUnreachable = 0
        #expect(Exchange.of(line).map { $0.admission() } == [.handle(.action(.addSource(source)))])
    }

    @Test(arguments: [
        (
            "allow 192.0.2.0/24", AccessService.ntp, AccessChange.Verdict.allow,
            AccessChange.Extent.whereNothingElseIsSaid, 24
        ),
        ("allow all 2001:db8::/32", .ntp, .allow, .everywhere, 32),
        ("deny", .ntp, .deny, .whereNothingElseIsSaid, 0),
        ("deny all", .ntp, .deny, .everywhere, 0),
        ("cmdallow 192.0.2.7", .command, .allow, .whereNothingElseIsSaid, 32),
        ("cmdallow all", .command, .allow, .everywhere, 0),
        ("cmddeny all 2001:db8::/32", .command, .deny, .everywhere, 32),
    ])
    func `of an access rule`(
        commandLine: String, service: AccessService, verdict: AccessChange.Verdict,
        extent: AccessChange.Extent,
        prefixLength: Int32
    ) throws {
        let exchange = try #require(Exchange.of(commandLine).first)
        guard case .handle(.action(.changeAccess(let change))) = exchange.admission() else {
            Issue.record("no change of access")
            return
        }
        #expect(change.service == service && change.verdict == verdict && change.extent == extent)
        #expect(change.prefixLength == prefixLength)
    }

    private func tracking() throws -> TrackingReport {
        guard case .tracking(let report) = try Exchange.of("tracking")[0].parsedReply() else {
            throw ReplyError.malformed
        }
        return report
    }
}
