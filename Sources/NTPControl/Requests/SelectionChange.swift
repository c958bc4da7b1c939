// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// Changes selection options of a source.
public struct SelectionChange: Hashable, Sendable {
    /// `.unspecified` for a reference clock.
    public var address: ControlAddress
    /// Which reference clock, where there is no address.
    public var referenceID: ReferenceID
    /// The options that are to change.
    public var mask: SelectionOptions
    /// What these options are to be.
    public var options: SelectionOptions

    public init(
        address: ControlAddress, referenceID: ReferenceID, mask: SelectionOptions, options: SelectionOptions
    ) {
        self.address = address
        self.referenceID = referenceID
        self.mask = mask
        self.options = options
    }

    init(parsing body: RawSpan) {
        address = body.loadAddress(0)
        referenceID = body.loadReferenceID(20)
        mask = SelectionOptions(word: body.loadBigEndian(24, as: UInt32.self))
        // The two words number the options differently, whatever the protocol's description says.
        options = SourceFlags(rawValue: body.loadBigEndian(28)).selection
    }

    func write(into writer: inout WireWriter) {
        writer.append(address)
        writer.append(referenceID.bits)
        writer.append(UInt32(mask.rawValue))
        writer.append(SourceFlags(options).rawValue)
    }
}

/// Changes the correction that is applied to a source's offsets.
public struct OffsetChange: Hashable, Sendable {
    /// `.unspecified` for a reference clock.
    public var address: ControlAddress
    /// Which reference clock, where there is no address.
    public var referenceID: ReferenceID
    /// As the source's `offset` in a configuration, in seconds.
    public var offset: Double

    public init(address: ControlAddress, referenceID: ReferenceID, offset: Double) {
        self.address = address
        self.referenceID = referenceID
        self.offset = offset
    }

    init(parsing body: RawSpan) {
        address = body.loadAddress(0)
        referenceID = body.loadReferenceID(20)
        offset = body.loadFloat(24)
    }

    func write(into writer: inout WireWriter) {
        writer.append(address)
        writer.append(referenceID.bits)
        writer.appendFloat(offset)
    }
}
