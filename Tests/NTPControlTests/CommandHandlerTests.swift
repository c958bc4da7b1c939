// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPControl

@Suite struct `Command handler` {
    @Test(arguments: [
        (ControlAction.perform(.refresh), "perform refresh"), (.setOnline(.all), "setOnline"),
        (.setOffline(.all), "setOffline"), (.deleteSource(.ipv4(1)), "delete 0.0.0.1"),
        (.burst(BurstRequest(pattern: .all, goodSamples: 1, totalSamples: 2)), "burst"),
        (.addSource(NewSource(.pool, name: "pool.example")), "add pool.example"),
        (.modifySource(.ipv4(1), .minimumPoll(3)), "modifySource 0.0.0.1 minimumPoll(3)"),
        (
            .modifySelection(
                SelectionChange(address: .ipv4(1), referenceID: .local, mask: .trust, options: .trust)),
            "modify selection"
        ),
        (.modifyOffset(OffsetChange(address: .ipv4(1), referenceID: .local, offset: 1)), "modify offset"),
        (
            .changeAccess(
                AccessChange(
                    service: .ntp, verdict: .deny, extent: .everywhere, address: .unspecified, prefixLength: 0
                )),
            "change deny"
        ),
        (.setLocalReference(LocalReference(stratum: 7)), "setLocalReference 7"),
        (.setLocalReference(nil), "setLocalReference off"), (.adjustFrequency(1e-6), "adjustFrequency"),
        (.adjustOffset(0.5), "adjustOffset 0.5"), (.setMaximumUpdateSkew(1e-6), "setMaximumUpdateSkew"),
        (.setReselectDistance(1), "setReselectDistance"),
        (.setStepPolicy(limit: -1, threshold: 0.5), "setStepPolicy -1 0.5"),
    ])
    func `has an action performed, and says so`(action: ControlAction, call: String) throws {
        var target = RecordingTarget()
        #expect(try reply(to: .action(action), from: &target) == .status(.success))
        #expect(target.calls == [call])
    }

    @Test(arguments: ControlStatus.allCases)
    func `passes on why an action was refused`(status: ControlStatus) throws {
        var target = RecordingTarget()
        target.refusal = status
        #expect(try reply(to: .action(.perform(.makeStep)), from: &target) == .status(status))
    }

    @Test(arguments: [
        (ControlQuery.tracking, ControlReply.tracking(TrackingReport())),
        (.sourceCount, .sourceCount(SourceCountReport(count: 2))), (.activity, .activity(ActivityReport())),
        (.ntpData(.ipv4(2)), .status(.noSuchSource)), (.sourceName(.ipv4(2)), .status(.noSuchSource)),
        (.sourceName(.ipv4(1)), .sourceName(SourceNameReport(name: "ntp.example"))),
        (.authentication(.ipv4(1)), .authentication(AuthenticationReport())),
        (.access(.ntp, .ipv4(1)), .status(.accessAllowed)),
        (.access(.command, .ipv4(1)), .status(.accessDenied)),
    ])
    func `answers a query`(query: ControlQuery, expected: ControlReply) throws {
        var target = RecordingTarget()
        #expect(try reply(to: .query(query), from: &target) == expected)
        #expect(target.calls.isEmpty)
    }

    @Test(arguments: [2, 3, .max] as [UInt32])
    func `knows no source beyond the last`(index: UInt32) throws {
        var target = RecordingTarget()
        for query in [
            ControlQuery.source(index: index), .sourceStatistics(index: index), .selection(index: index),
        ] {
            #expect(try reply(to: .query(query), from: &target) == .status(.noSuchSource))
        }
    }

    @Test func `asks for the source that was meant`() throws {
        var target = RecordingTarget()
        let source = try reply(to: .query(.source(index: 1)), from: &target)
        #expect(source == .source(try target.source(at: 1)))
        let statistics = try reply(to: .query(.sourceStatistics(index: 0)), from: &target)
        #expect(statistics == .sourceStatistics(try target.sourceStatistics(at: 0)))
        let selection = try reply(to: .query(.selection(index: 1)), from: &target)
        #expect(selection == .selection(try target.selection(at: 1)))
    }

    @Test(arguments: [
        (ControlRequest.query(.clients(ClientQuery(firstIndex: 0))), ControlStatus.inactive),
        (.query(.smoothing), .notEnabled), (.action(.smoothTime(.reset)), .notEnabled),
        (.query(.rtc), .noRTC),
        (.action(.setManualMode(.on)), .notEnabled), (.action(.setTime(.unixEpoch)), .notEnabled),
        (.action(.deleteManualSample(index: 0)), .badSample),
    ])
    func `says what the daemon doesn't have, never nothing`(request: ControlRequest, status: ControlStatus)
        throws
    {
        var target = RecordingTarget()
        #expect(try reply(to: request, from: &target) == .status(status))
    }

    @Test func `has no times that were entered by hand without the feature`() throws {
        var target = RecordingTarget()
        #expect(try reply(to: .query(.manualList), from: &target) == .manualList(ManualListReport()))
    }

    @Test func `refuses over the network before the daemon hears of it`() throws {
        var target = RecordingTarget()
        let request = ControlRequest.action(.perform(.shutdown))
        let datagram = request.datagram(sequence: 5)
        let bytes = try #require(CommandHandler().reply(to: datagram, over: .udp, from: &target))
        let header = RequestHeader(command: .shutdown, sequence: 5)
        #expect(try ControlReply(parsing: bytes, to: header) == .status(.unauthorized))
        #expect(target.calls.isEmpty)
    }

    private func reply(to request: ControlRequest, from target: inout RecordingTarget) throws -> ControlReply
    {
        let datagram = request.datagram(sequence: 0xDEAD_BEEF)
        let reply = try #require(CommandHandler().reply(to: datagram, over: .unix, from: &target))
        let header = RequestHeader(command: request.command, sequence: 0xDEAD_BEEF)
        return try ControlReply(parsing: reply, to: header)
    }
}
