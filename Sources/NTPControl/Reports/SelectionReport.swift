// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// Why a source is or isn't used.
public struct SelectionReport: Hashable, Sendable {
    /// Of a reference clock; of other sources, their address.
    public var referenceID = ReferenceID.unsynchronized
    /// `.unspecified` for a reference clock.
    public var address = ControlAddress.unspecified
    /// Nil, in a reply, for a letter that isn't known.
    public var status: SourceStatus? = .missingSamples
    /// Whether the source's packets are authenticated.
    public var isAuthenticated = false
    /// What the source says of the next leap second.
    public var leap = LeapIndicator.unsynchronized
    /// The options that the configuration gives.
    public var configured: SelectionOptions = []
    /// The options in force, of which the configuration of other sources may be the reason.
    public var effective: SelectionOptions = []
    /// In seconds, at the latest selection.
    public var sampleAge: UInt32 = 0
    /// How the source compares to the selected one: 10 times as good is what takes over.
    public var score = 1.0
    /// The interval that holds the local clock's offset if the source tells the truth, in seconds.
    ///
    /// Positive means the local clock is slow.
    public var lowerLimit = 0.0
    /// The other end of that interval.
    public var upperLimit = 0.0

    public init() {}
}

extension SelectionReport {
    init(parsing body: RawSpan) {
        referenceID = body.loadReferenceID(0)
        address = body.loadAddress(4)
        status = SourceStatus(letter: body.loadBigEndian(24))
        isAuthenticated = body.loadBigEndian(25) != 0 as UInt8
        leap = body.loadLeap(26, as: UInt8.self)
        configured = SelectionOptions(word: body.loadBigEndian(28, as: UInt16.self))
        effective = SelectionOptions(word: body.loadBigEndian(30, as: UInt16.self))
        sampleAge = body.loadBigEndian(32)
        score = body.loadFloat(36)
        // The protocol's sign is that of the clock's error, which makes the lower limit the upper one.
        upperLimit = -body.loadFloat(40)
        lowerLimit = -body.loadFloat(44)
    }

    func write(into writer: inout WireWriter) {
        writer.append(referenceID.bits)
        writer.append(address)
        writer.append(status?.letter ?? UInt8(ascii: "?"))
        writer.append(isAuthenticated ? 1 : 0 as UInt8)
        writer.append(leap.rawValue)
        writer.appendZeros(1)
        writer.append(UInt16(configured.rawValue))
        writer.append(UInt16(effective.rawValue))
        writer.append(sampleAge)
        writer.appendFloat(score)
        writer.appendFloat(-upperLimit)
        writer.appendFloat(-lowerLimit)
    }
}

extension SourceStatus {
    /// The letter that reports show for a status.
    public var letter: UInt8 {
        switch self {
        case .notSelectable: UInt8(ascii: "N")
        case .missingSamples: UInt8(ascii: "M")
        case .unsynchronized: UInt8(ascii: "s")
        case .badStratum: UInt8(ascii: "r")
        case .tooDistant: UInt8(ascii: "d")
        case .tooJittery: UInt8(ascii: "~")
        case .waitingForOthers: UInt8(ascii: "w")
        case .stale: UInt8(ascii: "S")
        case .orphan: UInt8(ascii: "O")
        case .untrusted: UInt8(ascii: "T")
        case .falseticker: UInt8(ascii: "x")
        case .waitingForSources: UInt8(ascii: "W")
        case .notPreferred: UInt8(ascii: "P")
        case .outlier: UInt8(ascii: "L")
        case .waitingForUpdate: UInt8(ascii: "U")
        case .notCombined: UInt8(ascii: "D")
        case .combined: UInt8(ascii: "+")
        case .selected: UInt8(ascii: "*")
        }
    }

    /// The status that a letter stands for.
    public init?(letter: UInt8) {
        guard let status = Self.allCases.first(where: { $0.letter == letter }) else { return nil }
        self = status
    }
}
