// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPServer
internal import NTPSystem

/// The report on clients: those of the server, then those that have given commands alone.
extension Daemon {
    mutating func clients(_ query: ClientQuery) throws(ControlStatus) -> ClientListReport {
        guard let ntpPlaces = timeServer.clientCapacity else { throw .inactive }
        let now = clock.now
        var report = ClientListReport()
        let end = ntpPlaces + control.clients.capacity
        var place = min(Int(query.firstIndex), end)
        while place < end, report.clients.count < min(Int(query.count), ClientListReport.capacity) {
            let client =
                place < ntpPlaces ? timeClient(at: place, now) : commander(at: place - ntpPlaces, now)
            if let client, client.hasHits(from: query.minimumHits) { report.clients.append(client) }
            if query.counters == .reset { resetCounters(at: place, ntpPlaces) }
            place += 1
        }
        report.tableSize = UInt32(clamping: end)
        report.nextIndex = UInt32(clamping: place)
        return report
    }

    private func timeClient(at place: Int, _ now: NTPDate) -> ClientReport? {
        guard let entry = timeServer.client(at: place) else { return nil }
        var client = ClientReport()
        client.address = ControlAddress(entry.address)
        client.ntp = ClientReport.Activity(entry, at: now)
        client.ntpTimeoutInterval = entry.refusedInterval
        if let commands = control.clients[entry.address] {
            client.command = ClientReport.Activity(commands, at: now)
        }
        return client
    }

    /// Nil for one that the server knows: it has been reported already.
    private func commander(at place: Int, _ now: NTPDate) -> ClientReport? {
        guard let entry = control.clients[place], timeServer.client(entry.address) == nil else { return nil }
        var client = ClientReport()
        client.address = ControlAddress(entry.address)
        client.command = ClientReport.Activity(entry, at: now)
        return client
    }

    private mutating func resetCounters(at place: Int, _ ntpPlaces: Int) {
        if place < ntpPlaces {
            timeServer.resetCounters(at: place)
        } else {
            control.clients.resetCounters(at: place - ntpPlaces)
        }
    }
}

extension ClientReport {
    fileprivate func hasHits(from minimum: UInt32) -> Bool {
        ntp.hits >= minimum || command.hits >= minimum
    }
}

extension ClientReport.Activity {
    fileprivate init(_ entry: ClientTable.Entry, at now: NTPDate) {
        self.init()
        hits = entry.hits
        drops = entry.drops
        interval = entry.interval
        age = UInt32(seconds: now.seconds(since: entry.latest))
    }
}

extension ControlAddress {
    fileprivate init(_ address: ClientAddress) {
        self.init(SocketAddress(high: address.high, low: address.low, port: 0))
    }
}
