// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import NTPSystem
import Testing

@testable import NTPDaemon

@Suite struct `The table of sources` {
    private static let now = MonotonicInstant(nanoseconds: 0)

    private static func table(_ directives: String...) -> SourceTable {
        let sources = ConfigurationParser.parse(arguments: directives, in: MemoryFiles()).configuration
            .sources
        return SourceTable(sources, refreshInterval: 100, now: now)
    }

    private static func addresses(_ numbers: ClosedRange<UInt32>) -> [SocketAddress] {
        numbers.map { SocketAddress(ipv4: 0xC000_0200 + $0, port: 123) }
    }

    /// Adds servers with these addresses to the directive at an index.
    private static func fill(_ table: inout SourceTable, _ index: Int, _ addresses: [SocketAddress]) {
        let directive = table.directives[index].id
        for address in table.vacancies(for: directive, in: addresses) {
            let id = SourceID(rawValue: UInt32(table.servers.count) + 1)
            table.add(id, address: address, directive: directive)
        }
    }

    private static func numbers(_ table: SourceTable) -> [UInt32?] {
        table.slots.map { slot in
            if case .unresolved(let number, _) = slot { number } else { nil }
        }
    }

    @Test func `has a place for each server that is still without an address`() {
        var table = Self.table("server a.example", "pool b.example maxsources 3", "server c.example")
        #expect(Self.numbers(table) == [1, 2, 3, 4, 5])
        Self.fill(&table, 1, Self.addresses(1...2))
        #expect(Self.numbers(table) == [1, nil, nil, 4, 5])
    }

    @Test func `asks for one server less after one was given up`() {
        var table = Self.table("pool b.example maxsources 2")
        Self.fill(&table, 0, Self.addresses(1...4))
        let server = table.servers[0]
        table.remove(server.id)
        table.giveUpSlot(of: server.directive)
        #expect(table.slots.count == 1)
        #expect(table.missing(for: server.directive) == 0)
        table.giveUpSlot(of: server.directive)
        #expect(table.directives.isEmpty)
    }

    @Test func `gives no address to two sources`() {
        var table = Self.table("pool a.example maxsources 2", "pool b.example maxsources 2")
        Self.fill(&table, 0, Self.addresses(1...2))
        Self.fill(&table, 1, Self.addresses(2...3))
        #expect(table.servers.map(\.address) == Self.addresses(1...3))
    }

    @Test func `replaces what a name doesn't stand for any more, as far as there is something better`() {
        var table = Self.table("pool a.example maxsources 3")
        Self.fill(&table, 0, Self.addresses(1...3))
        let replacements = table.replacements(for: table.directives[0].id, in: Self.addresses(3...4))
        #expect(replacements.map(\.old.address) == Self.addresses(1...1))
        #expect(replacements.map(\.new) == Self.addresses(4...4))
    }

    @Test func `knows a source by its name and by its address, whatever the port`() throws {
        var table = Self.table("server a.example")
        Self.fill(&table, 0, Self.addresses(1...1))
        func source(_ text: String) throws -> SourceConfiguration {
            SourceConfiguration(kind: .server, host: try #require(Host(text)))
        }
        #expect(table.knows(try source("a.example")))
        #expect(table.knows(try source("192.0.2.1")))
        #expect(!table.knows(try source("192.0.2.2")))
    }

    @Test func `forgets the question of a directive that is no more`() {
        var table = Self.table("server a.example")
        let directive = table.directives[0].id
        table.resolving(directive, request: 7)
        table.remove(directive)
        #expect(table.takeDirective(of: 7) == nil)
    }

    @Test func `has names alone resolved again by a refresh`() {
        var table = Self.table("server a.example", "server 192.0.2.9")
        for directive in table.directives {
            table.resolving(directive.id, request: directive.id.rawValue)
            _ = table.takeDirective(of: directive.id.rawValue)
        }
        #expect(table.due(at: Self.now).isEmpty)
        table.refresh(now: Self.now)
        #expect(table.due(at: Self.now).map(\.name) == ["a.example"])
    }

    /// Answers the questions of all directives.
    private static func resolve(_ table: inout SourceTable, at now: MonotonicInstant) {
        for directive in table.due(at: now) {
            table.resolving(directive.id, request: directive.id.rawValue)
            _ = table.takeDirective(of: directive.id.rawValue)
            table.noteResolved(directive.id, now: now)
        }
    }

    @Test func `has each name resolved again after the refresh interval, one at a time`() {
        var table = Self.table("server a.example", "pool b.example", "server 192.0.2.9")
        Self.resolve(&table, at: Self.now)
        table.startRefresh(now: Self.now.advanced(by: 99))
        #expect(table.due(at: Self.now.advanced(by: 99)).isEmpty)
        #expect(table.deadline == Self.now.advanced(by: 100))

        let later = Self.now.advanced(by: 101)
        table.startRefresh(now: later)
        table.startRefresh(now: later)
        #expect(table.due(at: later).map(\.name) == ["a.example"])
        Self.resolve(&table, at: later)
        table.startRefresh(now: later)
        #expect(table.due(at: later).map(\.name) == ["b.example"])
        Self.resolve(&table, at: later)
        #expect(table.deadline == later.advanced(by: 100))
    }

    @Test func `gives a spare address once, and none that is in use`() {
        var table = Self.table("pool a.example maxsources 1", "server b.example")
        Self.fill(&table, 1, Self.addresses(2...2))
        let pool = table.directives[0].id
        table.change(pool) { $0.spares = Self.addresses(2...3) }
        #expect(table.takeSpare(of: pool) == Self.addresses(3...3)[0])
        #expect(table.takeSpare(of: pool) == nil)
    }

    @Test func `asks for something better than a bad server at most every half hour`() throws {
        var table = Self.table("pool a.example maxsources 2")
        Self.resolve(&table, at: Self.now)
        Self.fill(&table, 0, Self.addresses(1...2))
        let bad = table.servers[0]
        table.seekReplacement(of: bad, now: Self.now)
        #expect(table.due(at: Self.now).count == 1)
        let replacements = table.soughtReplacements(for: table.directives[0], in: Self.addresses(1...9))
        #expect(replacements.map(\.old.id) == [bad.id])
        #expect(replacements.map(\.new) == Self.addresses(3...3))

        Self.resolve(&table, at: Self.now)
        table.seekReplacement(of: bad, now: Self.now.advanced(by: 1700))
        #expect(table.due(at: Self.now.advanced(by: 1700)).isEmpty)
        table.seekReplacement(of: bad, now: Self.now.advanced(by: 1801))
        #expect(table.due(at: Self.now.advanced(by: 1801)).count == 1)
    }
}
