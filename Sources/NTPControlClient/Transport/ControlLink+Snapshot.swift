// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl
package import NTPCore

extension ControlLink where Self: ~Copyable {
    /// Everything that the daemon says of itself and its sources, as far as it says it to us.
    package mutating func snapshot() throws(ControlError) -> MetricsSnapshot {
        let tracking = try tracking()
        let sources = try sourceMetrics()
        let name = try label(of: tracking, among: sources)
        return MetricsSnapshot(
            tracking: tracking, trackingName: name, sources: sources,
            activity: try permitted { client throws(ControlError) in try client.activity() },
            serverStatistics: try permitted { client throws(ControlError) in try client.serverStatistics() },
            clockUse: try clockUse())
    }

    /// The sources, if they may be seen: `opencommands` can forbid that.
    package mutating func permittedSources() throws(ControlError) -> [SourceReport]? {
        try permitted { client throws(ControlError) in try client.sources() }
    }

    /// Each source with what is known about it.
    package mutating func sourceMetrics() throws(ControlError) -> [SourceMetrics] {
        let sources = try sources()
        let statistics = try permitted { client throws(ControlError) in try client.sourceStatistics() } ?? []
        let selection = try permitted { client throws(ControlError) in try client.selection() } ?? []
        var metrics: [SourceMetrics] = []
        for (index, source) in sources.enumerated() {
            // The reports are numbered alike, unless a source came or went in between.
            metrics.append(
                SourceMetrics(
                    source: source, name: try label(of: source),
                    statistics: statistics.dropFirst(index).first.flatMap { $0.isAbout(source) ? $0 : nil },
                    selection: selection.dropFirst(index).first.flatMap { $0.isAbout(source) ? $0 : nil }))
        }
        return metrics
    }

    /// The sources that a user means: an address, or a name in the configuration, which may stand for several.
    ///
    /// An address is taken for what it is, known or not: the daemon says what it thinks of it.
    package mutating func addresses(of text: String) throws(ControlError) -> [ControlAddress] {
        if let address = ControlAddress(text) { return [address] }
        var addresses: [ControlAddress] = []
        for source in try sources() where source.mode != .referenceClock {
            if try name(of: source.address) == text { addresses.append(source.address) }
        }
        return addresses
    }

    /// Reports with what their subjects are called.
    package mutating func named<Report>(
        _ reports: [Report], _ subject: (Report) -> (address: ControlAddress, id: ReferenceID)
    ) throws(ControlError) -> [Named<Report>] {
        var result: [Named<Report>] = []
        for report in reports {
            let (address, id) = subject(report)
            result.append(Named(try label(of: address, id), report))
        }
        return result
    }

    private mutating func label(
        of address: ControlAddress, _ id: ReferenceID
    ) throws(ControlError) -> String {
        if address == .unspecified { return id.label }
        return try name(of: address) ?? address.description
    }

    /// What to call a source: its name in the configuration, its address, or its reference ID.
    package mutating func label(of source: NTPControl.SourceReport) throws(ControlError) -> String {
        if let id = source.referenceID { return id.label }
        return try label(of: source.address, .unsynchronized)
    }

    /// What to call the system peer.
    package mutating func label(
        of tracking: TrackingReport, among sources: [SourceMetrics] = []
    ) throws(ControlError) -> String {
        if let known = sources.first(where: { $0.source.address == tracking.address }) { return known.name }
        return try label(of: tracking.address, tracking.referenceID)
    }

    /// Nil for a report that the daemon doesn't have, or doesn't give to us.
    private mutating func permitted<Report>(
        _ get: (inout Self) throws(ControlError) -> Report
    ) throws(ControlError) -> Report? {
        do {
            return try get(&self)
        } catch {
            guard case .refused = error else { throw error }
            return nil
        }
    }
}

extension SourceStatisticsReport {
    fileprivate func isAbout(_ source: NTPControl.SourceReport) -> Bool {
        source.referenceID.map { $0 == referenceID } ?? (address == source.address)
    }
}

extension SelectionReport {
    fileprivate func isAbout(_ source: NTPControl.SourceReport) -> Bool {
        source.referenceID.map { $0 == referenceID } ?? (address == source.address)
    }
}
