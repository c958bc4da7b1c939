// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// One setting of one source that can be changed while it is in use.
///
/// The values are as a configuration has them and haven't been checked.
public enum SourceSetting: Hashable, Sendable {
    /// log₂ of the shortest and the longest time between requests, in seconds.
    case minimumPoll(Int32)
    case maximumPoll(Int32)
    case minimumStratum(Int32)
    /// The number of samples that the poll interval is chosen for.
    case pollTarget(Int32)
    /// In seconds.
    case maximumDelay(Double)
    /// As a multiple of the shortest delay of late.
    case maximumDelayRatio(Double)
    /// The largest increase of the delay, as a multiple of the offset's standard deviation.
    case maximumDelayDeviationRatio(Double)

    var command: ControlCommand {
        switch self {
        case .minimumPoll: .modifyMinimumPoll
        case .maximumPoll: .modifyMaximumPoll
        case .minimumStratum: .modifyMinimumStratum
        case .pollTarget: .modifyPollTarget
        case .maximumDelay: .modifyMaximumDelay
        case .maximumDelayRatio: .modifyMaximumDelayRatio
        case .maximumDelayDeviationRatio: .modifyMaximumDelayDeviationRatio
        }
    }

    /// Nil for a command that changes something else.
    init?(_ command: ControlCommand, parsing body: RawSpan) {
        switch command {
        case .modifyMinimumPoll: self = .minimumPoll(body.loadBigEndian(20))
        case .modifyMaximumPoll: self = .maximumPoll(body.loadBigEndian(20))
        case .modifyMinimumStratum: self = .minimumStratum(body.loadBigEndian(20))
        case .modifyPollTarget: self = .pollTarget(body.loadBigEndian(20))
        case .modifyMaximumDelay: self = .maximumDelay(body.loadFloat(20))
        case .modifyMaximumDelayRatio: self = .maximumDelayRatio(body.loadFloat(20))
        case .modifyMaximumDelayDeviationRatio: self = .maximumDelayDeviationRatio(body.loadFloat(20))
        default: return nil
        }
    }

    func write(into writer: inout WireWriter) {
        switch self {
        case .minimumPoll(let value), .maximumPoll(let value), .minimumStratum(let value),
            .pollTarget(let value):
            writer.append(value)
        case .maximumDelay(let value), .maximumDelayRatio(let value), .maximumDelayDeviationRatio(let value):
            writer.appendFloat(value)
        }
    }
}
