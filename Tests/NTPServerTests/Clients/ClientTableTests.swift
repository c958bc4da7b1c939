// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPServer

@Suite struct `The memory of clients` {
    private static func table(byteLimit: Int = 262_144, key: (UInt64, UInt64) = (1, 2)) -> ClientTable {
        ClientTable(byteLimit: byteLimit, key: key)
    }

    private static func client(_ number: UInt32) -> ClientAddress {
        ClientAddress(ipv4: 0x0A00_0000 + number, port: 40_000)
    }

    @Test(arguments: [0, 1, 10_000, 262_144, 1_000_000])
    func `keeps to its limit, but for eight clients`(byteLimit: Int) {
        let table = Self.table(byteLimit: byteLimit)
        #expect(table.capacity * MemoryLayout<ClientRecord>.stride <= max(byteLimit, 8 * 40))
        #expect(table.capacity >= 8)
    }

    @Test func `has room for 4096 clients in half of the default limit`() {
        #expect(Self.table(byteLimit: 524_288 / 2).capacity == 4096)
    }

    @Test func `counts requests, and the time between them`() throws {
        var table = Self.table()
        for request in 0..<20 {
            let date = Fixture.now.advanced(by: Double(request) * 64)
            _ = table.admit(Self.client(1), at: date, under: nil, random: 0)
        }
        let entry = try #require(table[Self.client(1)])
        #expect(entry.hits == 20)
        #expect(entry.drops == 0)
        #expect(entry.interval?.exponent == 6)
        #expect(entry.refusedInterval == nil)
        #expect(abs(entry.latest.seconds(since: Fixture.now) - 19 * 64) < 1e-6)
        #expect(entry.address == ClientAddress(ipv4: 0x0A00_0001, port: 0))
    }

    @Test func `follows a client that changes from one extreme to the other`() {
        var average = AverageInterval()
        average.note(ticks: .max)
        for _ in 0..<1000 { average.note(ticks: .min) }
        #expect(average.interval?.exponent == -20)
        for _ in 0..<1000 { average.note(ticks: .max) }
        #expect(average.interval?.exponent == 20)
    }

    @Test func `forgets who has been silent for longest, and nobody else`() {
        // One set: all clients share it.
        var table = Self.table(byteLimit: 0)
        for number in 0..<9 {
            let date = Fixture.now.advanced(by: Double(number))
            _ = table.admit(Self.client(UInt32(number)), at: date, under: nil, random: 0)
        }
        #expect(table[Self.client(0)] == nil)
        #expect((1..<9).allSatisfy { table[Self.client($0)] != nil })
        #expect(table.forgotten == 1)
    }

    @Test func `is shown place by place, each client once`() {
        var table = Self.table()
        for number in 0..<100 as Range<UInt32> {
            _ = table.admit(Self.client(number), at: Fixture.now, under: nil, random: 0)
        }
        let shown = (0..<table.capacity).compactMap { table[$0]?.address.low }
        #expect(shown.count == 100)
        #expect(Set(shown).count == 100)
    }

    @Test func `begins to count anew where it is told to`() throws {
        var table = Self.table(byteLimit: 0)
        _ = table.admit(Self.client(1), at: Fixture.now, under: nil, random: 0)
        for place in 0..<table.capacity { table.resetCounters(at: place) }
        #expect(try #require(table[Self.client(1)]).hits == 0)
    }

    @Test func `has places that can't be foreseen`() {
        // Addresses that share a place under one key are scattered under another.
        let crowd = Self.sharingASet(key: (1, 2), count: 8)
        #expect(Self.survivors(of: crowd, key: (1, 2)) == 8)
        #expect(Self.survivors(of: crowd + Self.sharingASet(key: (1, 2), count: 64), key: (1, 2)) < 16)
        #expect(Self.survivors(of: Self.sharingASet(key: (1, 2), count: 64), key: (3, 4)) > 56)
    }

    /// Clients of which each one has taken the place of an earlier one, or could have.
    private static func sharingASet(key: (UInt64, UInt64), count: Int) -> [ClientAddress] {
        let hash = SipHash(key: key)
        let clients = (0..<UInt32(count * 1000)).map(client).filter { hash($0.high, $0.low) & 511 == 7 }
        return Array(clients.prefix(count))
    }

    private static func survivors(of clients: [ClientAddress], key: (UInt64, UInt64)) -> Int {
        var table = table(key: key)
        for client in clients { _ = table.admit(client, at: Fixture.now, under: nil, random: 0) }
        return Set(clients).count { table[$0] != nil }
    }
}
