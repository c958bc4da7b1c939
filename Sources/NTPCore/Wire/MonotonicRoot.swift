// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The extension field F323, an experiment of chrony's on the way to version 5 of the protocol: root delay and
/// dispersion in finer units, and when the request came by a clock that is never set.
///
/// Nothing is published about it; this is what chronyd 4.3 sends.
public struct MonotonicRoot: Hashable, Sendable, BitwiseCopyable {
    /// The type of the extension field, of those for experiments.
    public static let fieldType: UInt16 = 0xF323
    /// With the four bytes of type and length; the least that RFC 7822 allows for a last field.
    public static let fieldLength = 28
    /// Tells the experiment from others of the same number.
    private static let magic: UInt32 = 0xF5BE_DD9A
    /// Root delay and dispersion in 4.28 fixed point.
    private static let unit = 0x1p-28

    private var delayBits: UInt32 = 0
    private var dispersionBits: UInt32 = 0
    /// When the request came, by the monotonic clock of the server: that of its receive timestamps without what
    /// corrections of their offset have moved them by.
    public private(set) var received = NTPTimestamp.zero
    /// Which monotonic clock that is; another one after a restart.
    public private(set) var epoch: UInt32 = 0

    /// What a request has.
    public static let question = MonotonicRoot()

    private init() {}

    /// - Parameters:
    ///   - rootDelay: In seconds; from 16 s on all are the same.
    ///   - rootDispersion: The same.
    ///   - received: When the request came, on the monotonic timescale.
    ///   - epoch: Another number, another timescale.
    public init(rootDelay: Double, rootDispersion: Double, received: NTPTimestamp, epoch: UInt32) {
        delayBits = Self.bits(roundingUp: rootDelay)
        dispersionBits = Self.bits(roundingUp: rootDispersion)
        self.received = received
        self.epoch = epoch
    }

    /// Nil for a field of another experiment, or another length.
    public init?(_ field: ExtensionField, in datagram: RawSpan) {
        let start = field.body.lowerBound
        guard field.type == Self.fieldType, field.length == Self.fieldLength,
            datagram.loadBigEndian(start) == Self.magic
        else { return nil }
        delayBits = datagram.loadBigEndian(start + 4)
        dispersionBits = datagram.loadBigEndian(start + 8)
        received = NTPTimestamp(bits: datagram.loadBigEndian(start + 12))
        epoch = datagram.loadBigEndian(start + 20)
    }

    /// In seconds.
    public var rootDelay: Double { Double(delayBits) * Self.unit }
    /// In seconds.
    public var rootDispersion: Double { Double(dispersionBits) * Self.unit }

    /// Appends the field. `output` must have room for `fieldLength` bytes.
    public func serialize(into output: inout OutputRawSpan) {
        output.appendBigEndian(Self.fieldType)
        output.appendBigEndian(UInt16(Self.fieldLength))
        output.appendBigEndian(Self.magic)
        output.appendBigEndian(delayBits)
        output.appendBigEndian(dispersionBits)
        output.appendBigEndian(received.bits)
        output.appendBigEndian(epoch)
    }

    private static func bits(roundingUp seconds: Double) -> UInt32 {
        let scaled = (seconds / unit).rounded(.up)
        return scaled > 0 ? UInt32(min(scaled, Double(UInt32.max))) : 0
    }
}
