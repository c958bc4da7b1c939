// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import CNTPCore
import NTPControl
import NTPCore

/// What a handle of a monitoring session holds: the request under way, and what has been reported.
///
/// A report may need several exchanges: what is asked for by a source's address needs the address first.
final class Session {
    /// What a request is for.
    enum Goal {
        case count
        case report(ntpcore_report)
    }

    private(set) var fields: [ReportField] = []
    private(set) var recordCount: UInt32 = 0
    private var goal = Goal.count
    /// Nil when nothing is to be sent.
    private var query: ControlQuery?
    private var sequence: UInt32 = 0
    private var attempt: UInt16 = 0
    private var generator = SystemRandomNumberGenerator()

    private static func hasRecords(_ report: ntpcore_report) -> Bool? {
        switch report {
        case NTPCORE_REPORT_TRACKING, NTPCORE_REPORT_ACTIVITY, NTPCORE_REPORT_SERVER_STATISTICS: false
        case NTPCORE_REPORT_SOURCES, NTPCORE_REPORT_STATISTICS, NTPCORE_REPORT_SELECTION,
            NTPCORE_REPORT_NTP_DATA, NTPCORE_REPORT_AUTHENTICATION:
            true
        default: nil
        }
    }

    func requestCount(of report: ntpcore_report) -> ntpcore_error {
        guard let hasRecords = Self.hasRecords(report) else { return NTPCORE_INVALID_ARGUMENT }
        fields = []
        goal = .count
        query = nil
        recordCount = 1
        if hasRecords { ask(.sourceCount) }
        return NTPCORE_OK
    }

    func request(_ report: ntpcore_report, record: UInt32) -> ntpcore_error {
        guard let hasRecords = Self.hasRecords(report) else { return NTPCORE_INVALID_ARGUMENT }
        guard hasRecords || record == 0 else { return NTPCORE_NOT_FOUND }
        fields = []
        goal = .report(report)
        switch report {
        case NTPCORE_REPORT_TRACKING: ask(.tracking)
        case NTPCORE_REPORT_ACTIVITY: ask(.activity)
        case NTPCORE_REPORT_SERVER_STATISTICS: ask(.serverStatistics)
        case NTPCORE_REPORT_STATISTICS: ask(.sourceStatistics(index: record))
        case NTPCORE_REPORT_SELECTION: ask(.selection(index: record))
        default: ask(.source(index: record))
        }
        return NTPCORE_OK
    }

    private func ask(_ next: ControlQuery) {
        query = next
        sequence = generator.next()
        attempt = 0
    }

    /// The datagram that is to be sent; nil when there is nothing to be asked.
    func nextDatagram() -> [UInt8]? {
        guard let query else { return nil }
        defer { attempt &+= 1 }
        return ControlRequest.query(query).datagram(sequence: sequence, attempt: attempt)
    }

    func handle(_ datagram: RawSpan) -> ntpcore_error {
        guard let query else { return NTPCORE_UNRELATED }
        let header = RequestHeader(command: ControlRequest.query(query).command, sequence: sequence)
        do throws(ReplyError) {
            return take(try ControlReply(parsing: datagram, to: header), to: query)
        } catch {
            return error.code
        }
    }

    private func take(_ reply: ControlReply, to query: ControlQuery) -> ntpcore_error {
        self.query = nil
        switch reply {
        case .status(let status): return take(status, to: query)
        case .sourceCount(let report): recordCount = report.count
        case .source(let report): return take(report)
        case .sourceName(let report): fields.append(.text("name", report.name))
        case .tracking(let report): fields = report.fields
        case .sourceStatistics(let report): fields = report.fields
        case .selection(let report): fields = report.fields
        case .ntpData(let report): fields = report.fields
        case .authentication(let report): fields = report.fields
        case .activity(let report): fields = report.fields
        case .serverStatistics(let report): fields = report.fields
        // Never asked for here, and so refused before.
        case .rtc, .smoothing, .manualTimestamp, .manualList, .clients, .clockUse: return NTPCORE_MALFORMED
        }
        return NTPCORE_OK
    }

    private func take(_ status: ControlStatus, to query: ControlQuery) -> ntpcore_error {
        // The daemon may keep names to itself; the rest of the record is there.
        if case .sourceName = query {
            fields.append(.text("name", nil))
            return NTPCORE_OK
        }
        switch status {
        case .unauthorized: return NTPCORE_NOT_ALLOWED
        case .noSuchSource: return NTPCORE_NOT_FOUND
        default: return NTPCORE_REFUSED
        }
    }

    /// The first answer of several, or the only one.
    private func take(_ report: SourceReport) -> ntpcore_error {
        guard case .report(let wanted) = goal else { return NTPCORE_MALFORMED }
        switch wanted {
        // Nobody exchanges packets with a reference clock.
        case NTPCORE_REPORT_NTP_DATA where report.mode == .referenceClock,
            NTPCORE_REPORT_AUTHENTICATION where report.mode == .referenceClock:
            return NTPCORE_NOT_FOUND
        case NTPCORE_REPORT_NTP_DATA: ask(.ntpData(report.address))
        case NTPCORE_REPORT_AUTHENTICATION: ask(.authentication(report.address))
        default:
            fields = report.fields
            if report.mode == .referenceClock {
                fields.append(.text("name", report.referenceID?.text))
                return NTPCORE_OK
            }
            ask(.sourceName(report.address))
        }
        return NTPCORE_AGAIN
    }
}

extension ReplyError {
    var code: ntpcore_error {
        switch self {
        case .notAReply, .otherRequest: NTPCORE_UNRELATED
        case .unsupportedVersion: NTPCORE_UNSUPPORTED_VERSION
        case .truncated: NTPCORE_TRUNCATED
        case .unknownStatus, .unexpectedCode, .malformed: NTPCORE_MALFORMED
        }
    }
}
