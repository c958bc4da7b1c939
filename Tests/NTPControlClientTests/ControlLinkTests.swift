// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPControlClient
import Testing

@Suite struct `Conversation` {
    @Test func `brings together what belongs to a source`() throws {
        var daemon = FakeDaemon([Fixture.silent, Fixture.selected])
        let sources = try daemon.sourceMetrics()
        #expect(sources.map(\.name) == ["2001:db8::123", "ntp.example.net"])
        #expect(sources.map { $0.statistics?.samples } == [0, 17])
    }

    @Test func `does without what isn't open to everybody`() throws {
        var daemon = FakeDaemon([Fixture.selected])
        let snapshot = try daemon.snapshot()
        #expect(snapshot.trackingName == "ntp.example.net")
        #expect(snapshot.sources.map { $0.selection } == [nil])
        #expect(snapshot.serverStatistics == nil)
    }

    @Test func `insists on what was asked for`() throws {
        var daemon = FakeDaemon([Fixture.selected])
        #expect(throws: daemon.unexpected(.unauthorized, to: .query(.selection(index: 0)))) {
            try daemon.selection()
        }
    }

    @Test func `goes on when a source disappears meanwhile`() throws {
        var daemon = FakeDaemon([Fixture.selected])
        daemon.answers[.sourceCount] = .sourceCount(SourceCountReport(count: 3))
        daemon.refusal = .noSuchSource
        #expect(try daemon.sources().count == 1)
    }

    @Test func `mistrusts reports that have come to be about another source`() throws {
        var daemon = FakeDaemon([Fixture.selected])
        var statistics = SourceStatisticsReport()
        statistics.address = Fixture.otherAddress
        daemon.answers[.sourceStatistics(index: 0)] = .sourceStatistics(statistics)
        #expect(try daemon.sourceMetrics().map { $0.statistics } == [nil])
    }

    @Test func `calls a source by its address where its name isn't told`() throws {
        var daemon = FakeDaemon([Fixture.selected])
        daemon.answers[.sourceName(Fixture.selectedAddress)] = nil
        #expect(try daemon.sourceMetrics().map(\.name) == ["192.0.2.10"])
    }

    @Test func `finds sources by name and by address`() throws {
        var daemon = FakeDaemon([Fixture.silent, Fixture.selected])
        #expect(try daemon.addresses(of: "ntp.example.net") == [Fixture.selectedAddress])
        #expect(try daemon.addresses(of: "192.0.2.99") == [.ipv4(0xC000_0263)])
        #expect(try daemon.addresses(of: "other.example.net") == [])
    }

    @Test func `turns the pages of the list of clients`() throws {
        var daemon = FakeDaemon([])
        for (first, next) in [(0, 8), (8, 20), (20, 20)] as [(UInt32, UInt32)] {
            var part = ClientListReport()
            part.tableSize = 32
            part.nextIndex = next
            part.clients = [ClientReport()]
            daemon.answers[.clients(ClientQuery(firstIndex: first))] = .clients(part)
        }
        // The last one leads back to itself.
        #expect(try daemon.clients().count == 3)
    }

    @Test func `tells refusal from success`() throws {
        var daemon = FakeDaemon([])
        let request = ControlAction.perform(.makeStep)
        #expect(throws: daemon.unexpected(.unauthorized, to: .action(request))) {
            try daemon.perform(request)
        }
        daemon.refusal = .success
        try daemon.perform(request)
    }
}
