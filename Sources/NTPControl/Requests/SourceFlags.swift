// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

public import NTPCore

/// The on-or-off settings of a new source.
public struct SourceFlags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Asked from the start.
    public static let online = SourceFlags(rawValue: 0x1)
    /// Offline as soon as requests can't be sent.
    public static let autoOffline = SourceFlags(rawValue: 0x2)
    /// A quick series of requests at the start.
    public static let iburst = SourceFlags(rawValue: 0x4)
    /// Used before others that are as good.
    public static let prefer = SourceFlags(rawValue: 0x8)
    /// Measured, never used.
    public static let noselect = SourceFlags(rawValue: 0x10)
    /// Assumed to tell the truth.
    public static let trust = SourceFlags(rawValue: 0x20)
    /// No other source is used without one such.
    public static let require = SourceFlags(rawValue: 0x40)
    /// Asked in interleaved mode.
    public static let interleaved = SourceFlags(rawValue: 0x80)
    /// A short series in place of each request.
    public static let burst = SourceFlags(rawValue: 0x100)
    /// Authenticated by NTS.
    public static let nts = SourceFlags(rawValue: 0x200)
    /// Stratum and reference ID of the source are passed on as one's own.
    public static let copy = SourceFlags(rawValue: 0x400)
    /// The extension field F323: monotonic root.
    public static let monotonicRootField = SourceFlags(rawValue: 0x800)
    /// The extension field 010A: network correction.
    public static let networkCorrectionField = SourceFlags(rawValue: 0x1000)
    /// Addresses of IPv6 are left out.
    public static let ipv4Only = SourceFlags(rawValue: 0x2000)
    /// Addresses of IPv4 are left out.
    public static let ipv6Only = SourceFlags(rawValue: 0x4000)

    private static let selectionFlags: [(SourceFlags, SelectionOptions)] = [
        (.prefer, .prefer), (.noselect, .noselect), (.trust, .trust), (.require, .require),
    ]

    /// The flags for some selection options.
    public init(_ selection: SelectionOptions) {
        self = []
        for (flag, option) in Self.selectionFlags where selection.contains(option) { insert(flag) }
    }

    /// Those of the flags that are about the selection.
    public var selection: SelectionOptions {
        var options: SelectionOptions = []
        for (flag, option) in Self.selectionFlags where contains(flag) { options.insert(option) }
        return options
    }
}

extension SelectionOptions {
    /// The options in a word of a datagram, without bits that mean nothing yet.
    init(word: some FixedWidthInteger) {
        let known: SelectionOptions = [.noselect, .prefer, .trust, .require]
        self = SelectionOptions(rawValue: UInt8(truncatingIfNeeded: word)).intersection(known)
    }
}
