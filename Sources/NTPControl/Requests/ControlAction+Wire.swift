// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore

extension ControlAction {
    /// - Throws: `.invalid` for a command that isn't an action, and for arguments that mean nothing.
    init(_ command: ControlCommand, parsing body: RawSpan) throws(ControlStatus) {
        if let operation = DaemonOperation(command) {
            self = .perform(operation)
        } else if let setting = SourceSetting(command, parsing: body) {
            self = .modifySource(body.loadAddress(0), setting)
        } else if let change = AccessChange(command, parsing: body) {
            self = .changeAccess(change)
        } else {
            try self.init(other: command, parsing: body)
        }
    }

    private init(other command: ControlCommand, parsing body: RawSpan) throws(ControlStatus) {
        switch command {
        case .online: self = .setOnline(AddressPattern(parsing: body))
        case .offline: self = .setOffline(AddressPattern(parsing: body))
        case .burst: self = .burst(BurstRequest(parsing: body))
        case .addSource: self = .addSource(try NewSource(parsing: body))
        case .deleteSource: self = .deleteSource(body.loadAddress(0))
        case .modifySelection: self = .modifySelection(SelectionChange(parsing: body))
        case .modifyOffset: self = .modifyOffset(OffsetChange(parsing: body))
        case .local: self = .setLocalReference(LocalReference(parsing: body))
        case .olderLocal: self = .setLocalReference(LocalReference(parsingOlder: body))
        case .manual: self = .setManualMode(try Self.argument(of: body))
        case .setTime: self = .setTime(body.loadDate(0))
        case .manualDelete: self = .deleteManualSample(index: body.loadBigEndian(0))
        case .smoothTime: self = .smoothTime(try Self.argument(of: body))
        // The protocol's sign is that of the clock's error, ours that of the correction.
        case .adjustFrequency: self = .adjustFrequency(-body.loadFloat(0) * 1e-6)
        case .adjustOffset: self = .adjustOffset(-body.loadFloat(0))
        case .modifyMaximumUpdateSkew: self = .setMaximumUpdateSkew(body.loadFloat(0) * 1e-6)
        case .reselectDistance: self = .setReselectDistance(body.loadFloat(0))
        case .modifyMakeStep:
            self = .setStepPolicy(limit: body.loadBigEndian(0), threshold: body.loadFloat(4))
        default: throw .invalid
        }
    }

    private static func argument<Argument: RawRepresentable<Int32>>(
        of body: RawSpan
    ) throws(ControlStatus) -> Argument {
        guard let argument = Argument(rawValue: body.loadBigEndian(0)) else { throw .invalid }
        return argument
    }

    func write(into writer: inout WireWriter) {
        switch self {
        case .perform: break
        case .setOnline(let pattern), .setOffline(let pattern): pattern.write(into: &writer)
        case .burst(let burst): burst.write(into: &writer)
        case .addSource(let source): source.write(into: &writer)
        case .deleteSource(let address): writer.append(address)
        case .modifySource(let address, let setting):
            writer.append(address)
            setting.write(into: &writer)
        case .modifySelection(let change): change.write(into: &writer)
        case .modifyOffset(let change): change.write(into: &writer)
        case .changeAccess(let change): change.write(into: &writer)
        case .setLocalReference(let local): local?.write(into: &writer)
        case .setManualMode(let mode): writer.append(mode.rawValue)
        case .setTime(let date): writer.append(date)
        case .deleteManualSample(let index): writer.append(index)
        case .smoothTime(let operation): writer.append(operation.rawValue)
        case .adjustFrequency(let frequency): writer.appendFloat(-frequency * 1e6)
        case .adjustOffset(let offset): writer.appendFloat(-offset)
        case .setMaximumUpdateSkew(let skew): writer.appendFloat(skew * 1e6)
        case .setReselectDistance(let distance): writer.appendFloat(distance)
        case .setStepPolicy(let limit, let threshold):
            writer.append(limit)
            writer.appendFloat(threshold)
        }
    }
}
