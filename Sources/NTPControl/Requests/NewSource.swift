// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// A source to be added, with the settings of a configuration's line.
///
/// What isn't given has the protocol's default. The values haven't been checked, but for the name.
public struct NewSource: Hashable, Sendable {
    /// A directive of the configuration.
    public enum Kind: UInt32, Hashable, Sendable, CaseIterable {
        case server = 1
        case peer, pool
    }

    /// The longest name, in bytes.
    public static let maximumNameLength = 255

    /// By which directive it would be configured.
    public var kind: Kind
    /// A host name or an address in its notation: printable ASCII.
    public var name: String
    /// The source's UDP port.
    public var port: UInt16 = 123
    /// log₂ of seconds.
    public var minimumPoll: Int32 = 6
    /// log₂ of seconds.
    public var maximumPoll: Int32 = 10
    /// The poll interval from which on a request is preceded by another one; 100 for none.
    public var presendMinimumPoll: Int32 = 100
    /// What the source counts as, at least.
    public var minimumStratum: UInt32 = 0
    /// How many samples an estimate should rest upon.
    public var pollTarget: UInt32 = 8
    /// 0 chooses the version by the other settings.
    public var version: UInt32 = 0
    /// How many addresses of a pool are used.
    public var maximumSources: UInt32 = 4
    /// −1 for what the configuration says for all sources.
    public var minimumSamples: Int32 = -1
    /// The same for the most that are kept.
    public var maximumSamples: Int32 = -1
    /// The number of a symmetric key; 0 for none.
    public var key: UInt32 = 0
    /// The TCP port for keys of NTS.
    public var ntsPort: UInt16 = 4460
    /// In seconds.
    public var maximumDelay = 3.0
    /// To the shortest delay; 0 for no limit.
    public var maximumDelayRatio = 0.0
    /// Of what is beyond the shortest delay to the jitter.
    public var maximumDelayDeviationRatio = 10.0
    /// In seconds.
    public var minimumDelay = 0.0
    /// The share of the jitter that is the way there, −0.5 to 0.5; 1 has it estimated.
    public var asymmetry = 1.0
    /// What is added to offsets, in seconds.
    public var offset = 0.0
    /// What is on.
    public var flags: SourceFlags = [.online]
    /// How many samples are reduced to one; 0 for no filter.
    public var filterLength: Int32 = 0
    /// The set of trusted certificates.
    public var certificateSet: UInt32 = 0
    /// The share of delays, 0 to 1, beyond which a sample is dropped; 0 for no such test.
    public var maximumDelayQuantile = 0.0
    /// How many requests may go unanswered before the source is given up; 0 from clients that can't say.
    public var maximumUnreachable: Int32 = 100_000

    public init(_ kind: Kind, name: String) {
        self.kind = kind
        self.name = name
    }
}

extension NewSource {
    /// - Throws: `.invalid` for an unknown kind or an impossible port, `.invalidName` for what is no name.
    init(parsing body: RawSpan) throws(ControlStatus) {
        guard let kind = Kind(rawValue: body.loadBigEndian(0)) else { throw .invalid }
        guard let name = body.loadText(4, capacity: Self.maximumNameLength + 1), !name.isEmpty else {
            throw .invalidName
        }
        guard let port = UInt16(exactly: body.loadBigEndian(260, as: UInt32.self)),
            let ntsPort = UInt16(exactly: body.loadBigEndian(304, as: UInt32.self))
        else { throw .invalid }
        self.init(kind, name: name)
        self.port = port
        self.ntsPort = ntsPort
        minimumPoll = body.loadBigEndian(264)
        maximumPoll = body.loadBigEndian(268)
        presendMinimumPoll = body.loadBigEndian(272)
        minimumStratum = body.loadBigEndian(276)
        pollTarget = body.loadBigEndian(280)
        version = body.loadBigEndian(284)
        maximumSources = body.loadBigEndian(288)
        minimumSamples = body.loadBigEndian(292)
        maximumSamples = body.loadBigEndian(296)
        key = body.loadBigEndian(300)
        maximumDelay = body.loadFloat(308)
        maximumDelayRatio = body.loadFloat(312)
        maximumDelayDeviationRatio = body.loadFloat(316)
        minimumDelay = body.loadFloat(320)
        asymmetry = body.loadFloat(324)
        offset = body.loadFloat(328)
        flags = SourceFlags(rawValue: body.loadBigEndian(332))
        filterLength = body.loadBigEndian(336)
        certificateSet = body.loadBigEndian(340)
        maximumDelayQuantile = body.loadFloat(344)
        maximumUnreachable = body.loadBigEndian(348)
    }

    func write(into writer: inout WireWriter) {
        writer.append(kind.rawValue)
        writer.append(name, capacity: Self.maximumNameLength + 1)
        writer.append(UInt32(port))
        writer.append(minimumPoll)
        writer.append(maximumPoll)
        writer.append(presendMinimumPoll)
        writer.append(minimumStratum)
        writer.append(pollTarget)
        writer.append(version)
        writer.append(maximumSources)
        writer.append(minimumSamples)
        writer.append(maximumSamples)
        writer.append(key)
        writer.append(UInt32(ntsPort))
        writer.appendFloat(maximumDelay)
        writer.appendFloat(maximumDelayRatio)
        writer.appendFloat(maximumDelayDeviationRatio)
        writer.appendFloat(minimumDelay)
        writer.appendFloat(asymmetry)
        writer.appendFloat(offset)
        writer.append(flags.rawValue)
        writer.append(filterLength)
        writer.append(certificateSet)
        writer.appendFloat(maximumDelayQuantile)
        writer.append(maximumUnreachable)
    }
}
