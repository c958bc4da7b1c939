// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

package import NTPControl

extension ControlLink where Self: ~Copyable {
    package mutating func tracking() throws(ControlError) -> TrackingReport {
        try ask(.tracking) { if case .tracking(let report) = $0 { report } else { nil } }
    }

    /// Nil where the daemon doesn't say.
    package mutating func clockUse() throws(ControlError) -> ClockUse? {
        try askIfPossible(.clockUse) { if case .clockUse(let use) = $0 { use } else { nil } }
    }

    package mutating func activity() throws(ControlError) -> ActivityReport {
        try ask(.activity) { if case .activity(let report) = $0 { report } else { nil } }
    }

    package mutating func serverStatistics() throws(ControlError) -> ServerStatisticsReport {
        try ask(.serverStatistics) { if case .serverStatistics(let report) = $0 { report } else { nil } }
    }

    package mutating func ntpData(of address: ControlAddress) throws(ControlError) -> NTPDataReport {
        try ask(.ntpData(address)) { if case .ntpData(let report) = $0 { report } else { nil } }
    }

    package mutating func sources() throws(ControlError) -> [SourceReport] {
        try each {
            .source(index: $0)
        } extract: {
            if case .source(let report) = $0 { report } else { nil }
        }
    }

    package mutating func sourceStatistics() throws(ControlError) -> [SourceStatisticsReport] {
        try each {
            .sourceStatistics(index: $0)
        } extract: {
            if case .sourceStatistics(let report) = $0 { report } else { nil }
        }
    }

    package mutating func selection() throws(ControlError) -> [SelectionReport] {
        try each {
            .selection(index: $0)
        } extract: {
            if case .selection(let report) = $0 { report } else { nil }
        }
    }

    /// All of the clients that have sent so many requests.
    package mutating func clients(
        minimumHits: UInt32 = 0, counters: ClientQuery.CounterTreatment = .keep
    ) throws(ControlError) -> [ClientReport] {
        var clients: [ClientReport] = []
        var index: UInt32 = 0
        while true {
            let query = ClientQuery(firstIndex: index, minimumHits: minimumHits, counters: counters)
            let part = try ask(.clients(query)) { if case .clients(let part) = $0 { part } else { nil } }
            clients += part.clients
            // An index that doesn't grow would keep us here for ever.
            guard part.nextIndex < part.tableSize, part.nextIndex > index else { return clients }
            index = part.nextIndex
        }
    }

    /// What the configuration calls a source; nil where the daemon doesn't say.
    package mutating func name(of address: ControlAddress) throws(ControlError) -> String? {
        try askIfPossible(.sourceName(address)) {
            if case .sourceName(let report) = $0 { report.name } else { nil }
        }
    }

    /// The reports on all sources, by their indices.
    private mutating func each<Report>(
        _ query: (UInt32) -> ControlQuery, extract: (ControlReply) -> Report?
    ) throws(ControlError) -> [Report] {
        let count = try ask(.sourceCount) {
            if case .sourceCount(let report) = $0 { report.count } else { nil }
        }
        var reports: [Report] = []
        for index in 0..<count {
            do {
                reports.append(try ask(query(index), extract))
            } catch {
                // Where one was removed meanwhile, one is missing at the end.
                guard case .refused(.noSuchSource, _, _, _) = error else { throw error }
                break
            }
        }
        return reports
    }
}
