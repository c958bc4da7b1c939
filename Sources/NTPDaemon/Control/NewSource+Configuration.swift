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
        self.init(kind: source.kind == .pool ? .pool : .server, host: host)
        options.port = source.port
        options.addressFamily =
            source.flags.contains(.ipv4Only) ? .ipv4 : source.flags.contains(.ipv6Only) ? .ipv6 : nil
        options.version = source.version == 0 ? nil : try Self.checked(source.version, in: 2...4)
        options.maximumSources = try Self.checked(source.maximumSources, in: 1...16)
        options.minimumPoll = PollInterval(exponent: try Self.checked(source.minimumPoll, in: -7...24))
        options.maximumPoll = PollInterval(exponent: try Self.checked(source.maximumPoll, in: -7...24))
        options.key = source.key == 0 ? nil : source.key
        options.pollTarget = try Self.checked(source.pollTarget, in: 1...1000)
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

extension NewSource {
    private static let builtFlags: SourceFlags = [
        .online, .iburst, .burst, .prefer, .noselect, .trust, .require, .ipv4Only, .ipv6Only,
    ]
    /// What stands for "no such setting".
    private static let noPresend: Int32 = 100
    private static let estimatedAsymmetry = 1.0
    private static let endlessUnreachability: Int32 = 100_000

    /// Whether all that it asks for beyond the defaults is there.
    fileprivate var asksForWhatIsBuilt: Bool {
        kind != .peer && flags.isSubset(of: Self.builtFlags)
            && presendMinimumPoll >= Self.noPresend
            && minimumDelay == 0 && asymmetry == Self.estimatedAsymmetry && filterLength == 0
            && maximumDelayQuantile == 0 && [0, Self.endlessUnreachability].contains(maximumUnreachable)
    }
}
