// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPControl
import NTPControlClient

/// A daemon without sockets: answers from a list, and refuses the rest.
struct FakeDaemon: ControlLink {
    var answers: [ControlQuery: ControlReply] = [:]
    /// What is said to everything else.
    var refusal = ControlStatus.unauthorized

    mutating func reply(to request: ControlRequest) throws(ControlError) -> ControlReply {
        guard case .query(let query) = request else { return .status(refusal) }
        return answers[query] ?? .status(refusal)
    }

    func unexpected(_ status: ControlStatus, to request: ControlRequest) -> ControlError {
        .refused(status, request: request, endpoint: .unix("fake"), passedOver: [])
    }

    /// One that answers what everybody may ask, about these sources.
    init(_ sources: [SourceMetrics]) {
        answers[.tracking] = .tracking(Fixture.tracking)
        answers[.sourceCount] = .sourceCount(SourceCountReport(count: UInt32(sources.count)))
        for (index, metrics) in sources.enumerated() {
            answers[.source(index: UInt32(index))] = .source(metrics.source)
            let name = SourceNameReport(name: metrics.name)
            answers[.sourceName(metrics.source.address)] = .sourceName(name)
            var statistics = metrics.statistics ?? SourceStatisticsReport()
            statistics.address = metrics.source.address
            answers[.sourceStatistics(index: UInt32(index))] = .sourceStatistics(statistics)
        }
    }
}
