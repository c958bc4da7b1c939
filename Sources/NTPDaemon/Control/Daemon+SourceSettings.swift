// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPSystem

/// Orders about how sources are asked and judged.
extension Daemon {
    mutating func modifySource(_ address: ControlAddress, _ setting: SourceSetting) throws(ControlStatus) {
        try changeOptions(of: server(at: address).id) { options throws(ControlStatus) in
            try options.apply(setting)
        }
    }

    mutating func modify(_ selection: SelectionChange) throws(ControlStatus) {
        try changeOptions(of: source(at: selection.address, selection.referenceID)) { options in
            options.selection.subtract(selection.mask)
            options.selection.formUnion(selection.options.intersection(selection.mask))
        }
    }

    mutating func modify(_ offset: OffsetChange) throws(ControlStatus) {
        try changeOptions(of: source(at: offset.address, offset.referenceID)) { $0.offset = offset.offset }
    }

    mutating func setReselectDistance(_ distance: Double) throws(ControlStatus) {
        guard distance.isFinite, distance >= 0 else { throw .invalid }
        var algorithm = synchronizer.algorithm
        algorithm.selector.reselectDistance = distance
        synchronizer.reconfigure(algorithm)
    }

    /// The source with that address, or the reference clock with that ID where there is no address.
    private func source(at address: ControlAddress, _ id: ReferenceID) throws(ControlStatus) -> SourceID {
        guard address == .unspecified else { return try server(at: address).id }
        guard let source = referenceClocks.first(where: { $0.referenceID == id })?.id else {
            throw .noSuchSource
        }
        return source
    }

    private mutating func changeOptions(
        of id: SourceID, _ change: (inout AssociationOptions) throws(ControlStatus) -> Void
    ) throws(ControlStatus) {
        guard var options = synchronizer.options(of: id) else { throw .noSuchSource }
        try change(&options)
        synchronizer.apply(options, to: id, now: MonotonicClock.now)
    }
}

extension AssociationOptions {
    /// - Throws: `.invalid` for a value that a configuration couldn't have either.
    fileprivate mutating func apply(_ setting: SourceSetting) throws(ControlStatus) {
        switch setting {
        case .minimumPoll(let exponent):
            minimumPoll = try Self.poll(exponent)
            maximumPoll = max(minimumPoll, maximumPoll)
        case .maximumPoll(let exponent):
            maximumPoll = try Self.poll(exponent)
            minimumPoll = min(minimumPoll, maximumPoll)
        case .minimumStratum(let stratum):
            guard 0...15 ~= stratum else { throw .invalid }
            minimumStratum = UInt8(stratum)
        case .maximumDelay(let delay):
            maximumDelay = try Self.limit(delay)
        case .maximumDelayRatio(let ratio):
            // As in a configuration that says nothing, 0 is no limit.
            maximumDelayRatio = ratio == 0 ? nil : try Self.limit(ratio)
        case .maximumDelayDeviationRatio(let ratio):
            maximumDelayDeviationRatio = try Self.limit(ratio)
        case .pollTarget(let samples):
            guard 1...1000 ~= samples else { throw .invalid }
            pollTarget = Int(samples)
        }
    }

    private static func poll(_ exponent: Int32) throws(ControlStatus) -> PollInterval {
        guard -7...24 ~= exponent else { throw .invalid }
        return PollInterval(exponent: Int8(exponent))
    }

    private static func limit(_ value: Double) throws(ControlStatus) -> Double {
        guard value.isFinite, value >= 0 else { throw .invalid }
        return value
    }
}
