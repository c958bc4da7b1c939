// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

internal import NTPControl
internal import NTPCore
internal import NTPSystem

extension SourceConfiguration {
    /// A source as a command describes it.
    ///
    /// - Throws: `.notEnabled` for what the daemon doesn't do, as a configuration that asks for it is refused;
    ///   `.invalid` for values that it couldn't have.
    init(_ source: NewSource) throws(ControlStatus) {
        guard let host = Host(source.name) else { throw .invalidName }
        guard source.asksForWhatIsBuilt else { throw .notEnabled }
        self.init(kind: Kind(source.kind), host: host)
        options.port = source.port
        options.addressFamily =
            source.flags.contains(.ipv4Only) ? .ipv4 : source.flags.contains(.ipv6Only) ? .ipv6 : nil
        options.version = source.version == 0 ? nil : try Self.checked(source.version, in: 2...4)
        options.maximumSources = try Self.checked(source.maximumSources, in: 1...16)
        options.minimumPoll = PollInterval(exponent: try Self.checked(source.minimumPoll, in: -7...24))
        options.maximumPoll = PollInterval(exponent: try Self.checked(source.maximumPoll, in: -7...24))
        options.interleaved = source.flags.contains(.interleaved)
        options.key = source.key == 0 ? nil : source.key
        options.pollTarget = try Self.checked(source.pollTarget, in: 1...1000)
        options.presendPoll = try Self.presend(source.presendMinimumPoll)
        options.initialBurst = source.flags.contains(.iburst)
        options.burst = source.flags.contains(.burst)
        options.startsOffline = !source.flags.contains(.online)
        options.selection = source.flags.selection
        options.minimumStratum = try Self.checked(source.minimumStratum, in: 0...15)
        options.minimumSamples = source.minimumSamples < 0 ? nil : Int(source.minimumSamples)
        options.maximumSamples = source.maximumSamples < 0 ? nil : Int(source.maximumSamples)
        options.maximumDelay = try Self.checked(source.maximumDelay, in: 0...1000)
        options.maximumDelayRatio =
            source.maximumDelayRatio == 0 ? nil : try Self.checked(source.maximumDelayRatio, in: 0...1e9)
        options.maximumDelayDeviationRatio = try Self.checked(
            source.maximumDelayDeviationRatio, in: 0...1e9)
        options.offset = try Self.checked(source.offset, in: -1e9...1e9)
        try takeUncommonOptions(of: source)
    }

    private mutating func takeUncommonOptions(of source: NewSource) throws(ControlStatus) {
        options.goesOffline = source.flags.contains(.autoOffline)
        options.copiesIdentity = source.flags.contains(.copy)
        if source.flags.contains(.monotonicRootField) { options.extensionFields.insert(.monotonicRoot) }
        if source.flags.contains(.networkCorrectionField) {
            options.extensionFields.insert(.networkCorrection)
        }
        options.minimumDelay =
            source.minimumDelay == 0 ? nil : try Self.checked(source.minimumDelay, in: 0...1000)
        // A float of the protocol isn't exactly what was said.
        options.asymmetry =
            source.asymmetry > 0.75
            ? nil : max(-0.5, min(0.5, try Self.checked(source.asymmetry, in: -0.51...0.51)))
        options.filterLength =
            source.filterLength == 0 ? nil : try Self.checked(source.filterLength, in: 0...1000)
        options.maximumDelayQuantile =
            source.maximumDelayQuantile == 0
            ? nil : try Self.checked(source.maximumDelayQuantile, in: 0.0499...0.9501)
        // Clients that can't say send 0 for it.
        options.maximumUnreachablePolls =
            source.maximumUnreachable == 0
            ? SourceOptions.defaults.maximumUnreachablePolls
            : try Self.checked(source.maximumUnreachable, in: 0...Int.max)
    }

    private static func presend(_ poll: Int32) throws(ControlStatus) -> PollInterval? {
        // What stands for "no such setting".
        guard poll != 100 else { return nil }
        return PollInterval(exponent: try checked(poll, in: -7...24))
    }

    private static func checked<Number: BinaryInteger, Result: FixedWidthInteger>(
        _ number: Number, in range: ClosedRange<Result>
    ) throws(ControlStatus) -> Result {
        guard let value = Result(exactly: number), range.contains(value) else { throw .invalid }
        return value
    }

    private static func checked(
        _ number: Double, in range: ClosedRange<Double>
    ) throws(ControlStatus) -> Double {
        guard range.contains(number) else { throw .invalid }
        return number
    }
}

extension SourceConfiguration.Kind {
    fileprivate init(_ kind: NewSource.Kind) {
        self =
            switch kind {
            case .server: .server
            case .peer: .peer
            case .pool: .pool
            }
    }
}

extension NewSource {
    private static let builtFlags: SourceFlags = [
        .online, .autoOffline, .iburst, .burst, .prefer, .noselect, .trust, .require, .copy,
        .interleaved, .ipv4Only,
        .ipv6Only, .monotonicRootField, .networkCorrectionField,
    ]

    /// Whether all that it asks for beyond the defaults is there.
    fileprivate var asksForWhatIsBuilt: Bool {
        flags.isSubset(of: Self.builtFlags)
    }
}
