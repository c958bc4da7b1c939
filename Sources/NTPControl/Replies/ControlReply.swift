// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What a daemon answers.
public enum ControlReply: Hashable, Sendable {
    /// No data: something was done, or why it wasn't.
    case status(ControlStatus)
    case sourceCount(SourceCountReport)
    case source(SourceReport)
    case tracking(TrackingReport)
    case clockUse(ClockUse)
    case sourceStatistics(SourceStatisticsReport)
    case rtc(RTCReport)
    case activity(ActivityReport)
    case smoothing(SmoothingReport)
    case manualTimestamp(ManualTimestampReport)
    case manualList(ManualListReport)
    case sourceName(SourceNameReport)
    case authentication(AuthenticationReport)
    case clients(ClientListReport)
    case selection(SelectionReport)
    case serverStatistics(ServerStatisticsReport)
    case ntpData(NTPDataReport)

    /// The datagram that answers a request; nil when it would be longer than the request was.
    ///
    /// Two reports have an older, shorter form for clients that know nothing else: those send shorter requests.
    public func datagram(to request: RequestHeader) -> [UInt8]? {
        let code = code(to: request)
        guard code.length <= request.datagramLength else { return nil }
        var status = ControlStatus.success
        if case .status(let given) = self { status = given }
        var writer = WireWriter(capacity: code.length)
        ReplyHeader(to: request, code: code, status: status).write(into: &writer)
        writeBody(code, into: &writer)
        return writer.bytes
    }

    private func code(to request: RequestHeader) -> ReplyCode {
        switch self {
        case .status: .null
        case .sourceCount: .sourceCount
        case .source: .source
        case .tracking: .tracking
        case .clockUse: .clockUse
        case .sourceStatistics: .sourceStatistics
        case .rtc: .rtc
        case .activity: .activity
        case .smoothing: .smoothing
        case .manualTimestamp: .manualTimestamp
        case .manualList: .manualList
        case .sourceName: .sourceName
        case .authentication: .authentication
        case .clients: .clients
        case .selection: .selection
        case .serverStatistics: ControlCommand.serverStatistics.reply(toRequestOf: request.datagramLength)
        case .ntpData: ControlCommand.ntpData.reply(toRequestOf: request.datagramLength)
        }
    }

    private func writeBody(_ code: ReplyCode, into writer: inout WireWriter) {
        switch self {
        case .status: break
        case .sourceCount(let report): report.write(into: &writer)
        case .source(let report): report.write(into: &writer)
        case .tracking(let report): report.write(into: &writer)
        case .clockUse(let use): writer.append(use.rawValue)
        case .sourceStatistics(let report): report.write(into: &writer)
        case .rtc(let report): report.write(into: &writer)
        case .activity(let report): report.write(into: &writer)
        case .smoothing(let report): report.write(into: &writer)
        case .manualTimestamp(let report): report.write(into: &writer)
        case .manualList(let report): report.write(into: &writer)
        case .sourceName(let report): report.write(into: &writer)
        case .authentication(let report): report.write(into: &writer)
        case .clients(let report): report.write(into: &writer)
        case .selection(let report): report.write(into: &writer)
        case .serverStatistics(let report) where code == .olderServerStatistics:
            report.writeOlder(into: &writer)
        case .serverStatistics(let report): report.write(into: &writer)
        case .ntpData(let report) where code == .olderNTPData: report.writeOlder(into: &writer)
        case .ntpData(let report): report.write(into: &writer)
        }
    }
}
