// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A request that changes nothing.
public enum ControlQuery: Hashable, Sendable {
    case tracking
    /// Whether the system's clock is steered.
    case clockUse
    /// How many sources there are; the next three take an index below that.
    case sourceCount
    case source(index: UInt32)
    case sourceStatistics(index: UInt32)
    case selection(index: UInt32)
    case ntpData(ControlAddress)
    case sourceName(ControlAddress)
    case authentication(ControlAddress)
    case activity
    case serverStatistics
    case clients(ClientQuery)
    case smoothing
    case rtc
    case manualList
    /// Whether an address may use a service.
    case access(AccessService, ControlAddress)

    var command: ControlCommand {
        switch self {
        case .tracking: .tracking
        case .clockUse: .clockUse
        case .sourceCount: .sourceCount
        case .source: .source
        case .sourceStatistics: .sourceStatistics
        case .selection: .selection
        case .ntpData: .ntpData
        case .sourceName: .sourceName
        case .authentication: .authentication
        case .activity: .activity
        case .serverStatistics: .serverStatistics
        case .clients: .clients
        case .smoothing: .smoothing
        case .rtc: .rtc
        case .manualList: .manualList
        case .access(.ntp, _): .accessCheck
        case .access(.command, _): .commandAccessCheck
        }
    }

    /// Nil for a command that isn't a query.
    init?(_ command: ControlCommand, parsing body: RawSpan) {
        switch command {
        case .tracking: self = .tracking
        case .clockUse: self = .clockUse
        case .sourceCount: self = .sourceCount
        case .source: self = .source(index: body.loadBigEndian(0))
        case .sourceStatistics: self = .sourceStatistics(index: body.loadBigEndian(0))
        case .selection: self = .selection(index: body.loadBigEndian(0))
        case .ntpData: self = .ntpData(body.loadAddress(0))
        case .sourceName: self = .sourceName(body.loadAddress(0))
        case .authentication: self = .authentication(body.loadAddress(0))
        case .activity: self = .activity
        case .serverStatistics: self = .serverStatistics
        case .clients: self = .clients(ClientQuery(parsing: body))
        case .smoothing: self = .smoothing
        case .rtc: self = .rtc
        case .manualList: self = .manualList
        case .accessCheck: self = .access(.ntp, body.loadAddress(0))
        case .commandAccessCheck: self = .access(.command, body.loadAddress(0))
        default: return nil
        }
    }

    func write(into writer: inout WireWriter) {
        switch self {
        case .source(let index), .sourceStatistics(let index), .selection(let index): writer.append(index)
        case .ntpData(let address), .sourceName(let address), .authentication(let address),
            .access(_, let address):
            writer.append(address)
        case .clients(let query): query.write(into: &writer)
        case .tracking, .clockUse, .sourceCount, .activity, .serverStatistics, .smoothing, .rtc,
            .manualList:
            break
        }
    }
}

/// Which part of the table of clients is asked for.
public struct ClientQuery: Hashable, Sendable {
    /// 0, then `ClientListReport.nextIndex` of the reply before.
    public var firstIndex: UInt32
    /// How many at most; a reply has room for `ClientListReport.capacity`.
    public var count: UInt32
    /// Clients with fewer requests are left out.
    public var minimumHits: UInt32
    /// Whether they begin anew afterwards.
    public var counters: CounterTreatment

    /// What becomes of the counters of the clients that were visited.
    public enum CounterTreatment: Hashable, Sendable {
        case keep, reset
    }

    public init(
        firstIndex: UInt32, count: UInt32 = UInt32(ClientListReport.capacity), minimumHits: UInt32 = 0,
        counters: CounterTreatment = .keep
    ) {
        self.firstIndex = firstIndex
        self.count = count
        self.minimumHits = minimumHits
        self.counters = counters
    }

    init(parsing body: RawSpan) {
        firstIndex = body.loadBigEndian(0)
        count = body.loadBigEndian(4)
        minimumHits = body.loadBigEndian(8)
        counters = body.loadBigEndian(12) == 0 as UInt32 ? .keep : .reset
    }

    func write(into writer: inout WireWriter) {
        writer.append(firstIndex)
        writer.append(count)
        writer.append(minimumHits)
        writer.append(counters == .reset ? 1 : 0 as UInt32)
    }
}
