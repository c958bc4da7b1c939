// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What a reply holds, as its header says it.
public enum ReplyCode: UInt16, Hashable, Sendable, CaseIterable {
    /// Nothing but a status.
    case null = 1
    case sourceCount = 2
    case source = 3
    case tracking = 5
    case sourceStatistics = 6
    case rtc = 7
    case activity = 12
    case smoothing = 13
    /// What chrony 4.3 says of NTP sources, and what its clients insist upon.
    case olderNTPData = 16
    case manualTimestamp = 17
    case manualList = 18
    case sourceName = 19
    case authentication = 20
    case clients = 21
    case selection = 23
    /// What chrony 4.3 says of itself as a server, and what its clients insist upon.
    case olderServerStatistics = 24
    case serverStatistics = 25
    case ntpData = 26
    /// Our own, as the command is.
    case clockUse = 0x5300

    /// The length of a reply's header.
    public static let headerLength = 28

    /// The length of the whole reply.
    public var length: Int {
        Self.headerLength + bodyLength
    }

    var bodyLength: Int {
        switch self {
        case .null: 0
        case .sourceCount, .clockUse: 4
        case .source: 48
        case .tracking: 76
        case .sourceStatistics: 56
        case .rtc: 28
        case .activity: 20
        case .smoothing: 24
        case .olderNTPData: 124
        case .manualTimestamp: 12
        case .manualList: 4 + 16 * 24
        case .sourceName: 256
        case .authentication: 24
        case .clients: 12 + 8 * 60
        case .selection: 48
        case .olderServerStatistics: 44
        case .serverStatistics: 168
        case .ntpData: 144
        }
    }
}
