// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// A source at a glance.
public struct SourceReport: Hashable, Sendable {
    /// What becomes of the source's measurements; coarser than `SourceStatus`.
    public enum State: UInt16, Hashable, Sendable, CaseIterable {
        case selected
        case notSelectable
        case falseticker
        case tooJittery
        case combined
        case notCombined

        public init(_ status: SourceStatus) {
            switch status {
            case .selected: self = .selected
            case .combined: self = .combined
            case .falseticker: self = .falseticker
            case .tooJittery: self = .tooJittery
            case .waitingForSources, .notPreferred, .outlier, .waitingForUpdate, .notCombined:
                self = .notCombined
            case .notSelectable, .missingSamples, .unsynchronized, .badStratum, .tooDistant,
                .waitingForOthers, .stale, .orphan, .untrusted:
                self = .notSelectable
            }
        }
    }

    /// What the source is to us.
    public enum Mode: UInt16, Hashable, Sendable, CaseIterable {
        case server, peer, referenceClock
    }

    /// For a reference clock, its reference ID in the shape of an IPv4 address.
    public var address = ControlAddress.unspecified
    /// What kind of a source it is.
    public var mode = Mode.server
    /// What the latest selection made of it.
    public var state = State.notSelectable
    /// The time from one request to the next.
    public var poll = PollInterval(exponent: 0)
    /// 0 without a sample.
    public var stratum: UInt8 = 0
    /// Which of the latest eight requests were answered.
    public var reach = Reach()
    /// In seconds; nil without a sample.
    public var sampleAge: UInt32?
    /// The offset of the latest sample as it was measured, in seconds; positive means the local clock was slow.
    public var measuredOffset = 0.0
    /// The same less what has been corrected since.
    public var offset = 0.0
    /// The bound on the error of the offset, in seconds: the sample's root distance.
    public var offsetError = 0.0

    public init() {}

    /// Nil for sources that aren't reference clocks: what they follow is for `SourceStatisticsReport` to say.
    public var referenceID: ReferenceID? {
        if mode == .referenceClock, case .ipv4(let bits) = address { ReferenceID(bits: bits) } else { nil }
    }
}

extension SourceReport {
    init(parsing body: RawSpan) {
        address = body.loadAddress(0)
        poll = PollInterval(exponent: Int8(clamping: body.loadBigEndian(20, as: Int16.self)))
        stratum = UInt8(clamping: body.loadBigEndian(22, as: UInt16.self))
        state = State(rawValue: body.loadBigEndian(24)) ?? .notSelectable
        mode = Mode(rawValue: body.loadBigEndian(26)) ?? .server
        reach = Reach(bits: UInt8(truncatingIfNeeded: body.loadBigEndian(30, as: UInt16.self)))
        sampleAge = body.loadAge(32)
        // The protocol's sign is that of the clock's error.
        measuredOffset = -body.loadFloat(36)
        offset = -body.loadFloat(40)
        offsetError = body.loadFloat(44)
    }

    func write(into writer: inout WireWriter) {
        writer.append(address)
        writer.append(Int16(poll.exponent))
        writer.append(UInt16(stratum))
        writer.append(state.rawValue)
        writer.append(mode.rawValue)
        writer.appendZeros(2)
        writer.append(UInt16(reach.bits))
        writer.appendAge(sampleAge)
        writer.appendFloat(-measuredOffset)
        writer.appendFloat(-offset)
        writer.appendFloat(offsetError)
    }
}
