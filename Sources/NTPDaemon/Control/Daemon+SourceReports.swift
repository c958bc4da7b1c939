// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPSystem

/// Reports on single sources.
extension Daemon {
    var sourceCount: Int { referenceClocks.count + table.slots.count }

    /// What a report is about, by its number.
    private enum Subject {
        case clock(OpenReferenceClock)
        case slot(SourceTable.Slot)
    }

    /// Reference clocks come before the others.
    private func subject(at index: Int) -> Subject {
        index < referenceClocks.count
            ? .clock(referenceClocks[index]) : .slot(table.slots[index - referenceClocks.count])
    }

    func source(at index: Int) throws(ControlStatus) -> NTPControl.SourceReport {
        switch subject(at: index) {
        case .clock(let clock):
            // The place of the address is the reference ID's.
            var report = try NTPControl.SourceReport(
                knowledge(of: clock.id), address: .ipv4(clock.referenceID.bits))
            report.mode = .referenceClock
            return report
        case .slot(let slot): return try source(in: slot)
        }
    }

    private func source(in slot: SourceTable.Slot) throws(ControlStatus) -> NTPControl.SourceReport {
        switch slot {
        case .unresolved(let id, let directive):
            var report = NTPControl.SourceReport()
            report.address = .unresolved(id: id)
            report.poll = directive.configuration.options.polls.lowerBound
            if directive.configuration.kind == .peer { report.mode = .peer }
            return report
        case .server(let server):
            var report = try NTPControl.SourceReport(
                knowledge(of: server.id), address: ControlAddress(server.address))
            if synchronizer.options(of: server.id)?.mode == .symmetric { report.mode = .peer }
            return report
        }
    }

    func sourceStatistics(at index: Int) throws(ControlStatus) -> SourceStatisticsReport {
        switch subject(at: index) {
        case .clock(let clock):
            var report = try SourceStatisticsReport(knowledge(of: clock.id))
            report.referenceID = clock.referenceID
            return report
        case .slot(.unresolved(let id, _)):
            var report = SourceStatisticsReport()
            report.address = .unresolved(id: id)
            return report
        case .slot(.server(let server)):
            var report = try SourceStatisticsReport(knowledge(of: server.id))
            report.address = ControlAddress(server.address)
            report.referenceID = ReferenceID(of: server.address)
            return report
        }
    }

    func selection(at index: Int) throws(ControlStatus) -> SelectionReport {
        switch subject(at: index) {
        case .clock(let clock):
            var report = try SelectionReport(knowledge(of: clock.id))
            report.referenceID = clock.referenceID
            return report
        case .slot(.unresolved(let id, let directive)):
            var report = SelectionReport()
            report.address = .unresolved(id: id)
            report.configured = directive.configuration.options.selection
            report.effective = report.configured
            return report
        case .slot(.server(let server)):
            var report = try SelectionReport(knowledge(of: server.id))
            report.address = ControlAddress(server.address)
            report.referenceID = ReferenceID(of: server.address)
            return report
        }
    }

    func ntpData(of address: ControlAddress) throws(ControlStatus) -> NTPDataReport {
        let server = try server(at: address)
        var report = try NTPDataReport(knowledge(of: server.id), at: clock.now)
        report.remoteAddress = address
        report.remotePort = server.address.port
        report.localAddress = server.localAddress.map { ControlAddress($0) } ?? .unspecified
        return report
    }

    func sourceName(of address: ControlAddress) throws(ControlStatus) -> SourceNameReport {
        for slot in table.slots {
            switch slot {
            case .server(let server) where ControlAddress(server.address) == address:
                return SourceNameReport(name: server.name)
            case .unresolved(let id, let directive) where .unresolved(id: id) == address:
                return SourceNameReport(name: directive.name)
            default:
                continue
            }
        }
        throw .noSuchSource
    }

    /// The server with that address.
    func server(at address: ControlAddress) throws(ControlStatus) -> SourceTable.Server {
        guard let server = table.servers.first(where: { ControlAddress($0.address) == address }) else {
            throw .noSuchSource
        }
        return server
    }

    private func knowledge(of id: SourceID?) throws(ControlStatus) -> SourceSnapshot {
        guard let id, let report = synchronizer.report(for: id, at: clock.now) else { throw .noSuchSource }
        return report
    }
}
