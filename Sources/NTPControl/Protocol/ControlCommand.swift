// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// What a request asks for, by the number in its header.
///
/// Numbers that are missing belonged to commands that chrony 4.3 and later don't send any more.
public enum ControlCommand: UInt16, Hashable, Sendable, CaseIterable {
    case online = 1
    case offline, burst, modifyMinimumPoll, modifyMaximumPoll, dump, modifyMaximumDelay
    case modifyMaximumDelayRatio, modifyMaximumUpdateSkew
    case setTime = 11
    case manual = 13
    case sourceCount, source, rekey, allow, allowAll, deny, denyAll
    case commandAllow, commandAllowAll, commandDeny, commandDenyAll, accessCheck, commandAccessCheck
    case deleteSource = 29
    case writeRTC, adjustFrequency
    case tracking = 33
    case sourceStatistics, rtc, trimRTC, cycleLogs
    case manualList = 41
    case manualDelete, makeStep, activity, modifyMinimumStratum, modifyPollTarget
    case modifyMaximumDelayDeviationRatio, reselect, reselectDistance, modifyMakeStep, smoothing
    case smoothTime, refresh, serverStatistics
    /// The `local` of chrony 4.3's client.
    case olderLocal = 56
    case ntpData
    case shutdown = 62
    case onOffline, addSource, sourceName, resetSources, authentication, clients, selection, reloadSources
    case adjustOffset, modifySelection, modifyOffset, local
    /// Our own, far from those that chrony numbers; its daemon answers that it doesn't know it.
    case clockUse = 0x5300

    /// Who may send a command.
    public enum Access: Hashable, Sendable {
        /// Nothing changes: also over the network, where the configuration opens it.
        case monitoring
        /// Over the Unix socket only.
        case control
    }

    /// One line of the protocol's table.
    private struct Format {
        var bodyLength: Int
        var reply = ReplyCode.null
        /// The shorter reply that clients of older programs expect.
        var olderReply: ReplyCode?
        var access = Access.control
    }

    private var format: Format {
        switch self {
        case .online, .offline: Format(bodyLength: 40)
        case .burst: Format(bodyLength: 48)
        case .modifyMinimumPoll, .modifyMaximumPoll, .modifyMaximumDelay, .modifyMaximumDelayRatio,
            .modifyMinimumStratum, .modifyPollTarget, .modifyMaximumDelayDeviationRatio:
            Format(bodyLength: 24)
        case .allow, .allowAll, .deny, .denyAll,
            .commandAllow, .commandAllowAll, .commandDeny, .commandDenyAll:
            Format(bodyLength: 24)
        case .dump, .modifyMaximumUpdateSkew, .manual, .adjustFrequency, .manualDelete, .reselectDistance,
            .smoothTime, .adjustOffset:
            Format(bodyLength: 4)
        case .rekey, .writeRTC, .trimRTC, .cycleLogs, .makeStep, .reselect, .refresh, .shutdown, .onOffline,
            .resetSources, .reloadSources:
            Format(bodyLength: 0)
        case .setTime: Format(bodyLength: 12, reply: .manualTimestamp)
        case .modifyMakeStep: Format(bodyLength: 8)
        case .olderLocal: Format(bodyLength: 16)
        case .local, .modifyOffset: Format(bodyLength: 28)
        case .modifySelection: Format(bodyLength: 32)
        case .deleteSource: Format(bodyLength: 20)
        case .addSource: Format(bodyLength: 352)
        case .sourceCount: Format(bodyLength: 0, reply: .sourceCount, access: .monitoring)
        case .source: Format(bodyLength: 4, reply: .source, access: .monitoring)
        case .accessCheck, .commandAccessCheck: Format(bodyLength: 20, access: .monitoring)
        case .tracking: Format(bodyLength: 0, reply: .tracking, access: .monitoring)
        case .sourceStatistics: Format(bodyLength: 4, reply: .sourceStatistics, access: .monitoring)
        case .rtc: Format(bodyLength: 0, reply: .rtc, access: .monitoring)
        case .manualList: Format(bodyLength: 0, reply: .manualList, access: .monitoring)
        case .clockUse: Format(bodyLength: 0, reply: .clockUse, access: .monitoring)
        case .activity: Format(bodyLength: 0, reply: .activity, access: .monitoring)
        case .smoothing: Format(bodyLength: 0, reply: .smoothing, access: .monitoring)
        case .serverStatistics:
            Format(
                bodyLength: 0, reply: .serverStatistics, olderReply: .olderServerStatistics,
                access: .monitoring)
        case .ntpData:
            Format(bodyLength: 20, reply: .ntpData, olderReply: .olderNTPData, access: .monitoring)
        case .sourceName: Format(bodyLength: 20, reply: .sourceName, access: .monitoring)
        case .authentication: Format(bodyLength: 20, reply: .authentication, access: .monitoring)
        case .clients: Format(bodyLength: 16, reply: .clients, access: .monitoring)
        case .selection: Format(bodyLength: 4, reply: .selection, access: .monitoring)
        }
    }

    /// Who may send it.
    public var access: Access {
        format.access
    }

    /// The length of a request: no request is shorter than its reply, so a forged sender address gains nothing.
    public var requestLength: Int {
        max(RequestHeader.length + format.bodyLength, format.reply.length)
    }

    /// The shortest request that is answered: clients of older programs expect, and pad for, a shorter reply.
    public var minimumRequestLength: Int {
        max(RequestHeader.length + format.bodyLength, (format.olderReply ?? format.reply).length)
    }

    /// What a successful reply to a request of that length holds.
    ///
    /// The length tells which of two replies a client knows: each pads its request for the longest it does.
    public func reply(toRequestOf length: Int) -> ReplyCode {
        if let older = format.olderReply, length < requestLength { older } else { format.reply }
    }

    /// Whether a reply with this code can answer the command.
    func isAnswered(by code: ReplyCode) -> Bool {
        code == format.reply || code == format.olderReply
    }
}
