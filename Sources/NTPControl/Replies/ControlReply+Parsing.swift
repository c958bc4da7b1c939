// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

extension ControlReply {
    /// Daemons that speak another version say so in theirs.
    private static let versionsThatRefuse: ClosedRange<UInt8> = 4...UInt8.max

    /// Reads the reply to a request: what a client does.
    ///
    /// - Throws: Of datagrams that have nothing to do with the request too; `ReplyError.isUnrelated` tells.
    public init(parsing datagram: RawSpan, to request: RequestHeader) throws(ReplyError) {
        guard let header = ReplyHeader(parsing: datagram) else { throw .notAReply }
        guard header.command == request.command, header.sequence == request.sequence else {
            throw .otherRequest
        }
        let refusesVersion =
            header.status == ControlStatus.badPacketVersion.rawValue
            && Self.versionsThatRefuse.contains(header.version)
        guard header.version == RequestHeader.currentVersion || refusesVersion else {
            throw .unsupportedVersion(header.version)
        }
        guard let status = ControlStatus(rawValue: header.status) else { throw .unknownStatus(header.status) }
        guard status == .success else {
            self = .status(status)
            return
        }
        guard let code = ReplyCode(rawValue: header.code),
            ControlCommand(rawValue: request.command)?.isAnswered(by: code) == true
        else { throw .unexpectedCode(header.code) }
        guard datagram.byteCount >= code.length else {
            throw .truncated(datagram.byteCount, expected: code.length)
        }
        let body = datagram.extracting(ReplyHeader.length..<code.length)
        guard let reply = Self(code, parsing: body) else { throw .malformed }
        self = reply
    }

    private init?(_ code: ReplyCode, parsing body: RawSpan) {
        switch code {
        case .null: self = .status(.success)
        case .sourceCount: self = .sourceCount(SourceCountReport(parsing: body))
        case .source: self = .source(SourceReport(parsing: body))
        case .tracking: self = .tracking(TrackingReport(parsing: body))
        case .clockUse:
            guard let use = ClockUse(rawValue: body.loadBigEndian(0)) else { return nil }
            self = .clockUse(use)
        case .sourceStatistics: self = .sourceStatistics(SourceStatisticsReport(parsing: body))
        case .rtc: self = .rtc(RTCReport(parsing: body))
        case .activity: self = .activity(ActivityReport(parsing: body))
        case .smoothing: self = .smoothing(SmoothingReport(parsing: body))
        case .olderNTPData: self = .ntpData(NTPDataReport(parsingOlder: body))
        case .manualTimestamp: self = .manualTimestamp(ManualTimestampReport(parsing: body))
        case .manualList: self = .manualList(ManualListReport(parsing: body))
        case .sourceName:
            guard let report = SourceNameReport(parsing: body) else { return nil }
            self = .sourceName(report)
        case .authentication: self = .authentication(AuthenticationReport(parsing: body))
        case .clients: self = .clients(ClientListReport(parsing: body))
        case .selection: self = .selection(SelectionReport(parsing: body))
        case .olderServerStatistics: self = .serverStatistics(ServerStatisticsReport(parsingOlder: body))
        case .serverStatistics: self = .serverStatistics(ServerStatisticsReport(parsing: body))
        case .ntpData: self = .ntpData(NTPDataReport(parsing: body))
        }
    }
}
