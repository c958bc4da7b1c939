// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The tests that a reply has passed. See RFC 5905, sections 8 and 9.2, whose numbers they mostly have.
public struct PacketTests: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// 1: not the reply before once more.
    public static let notDuplicate = PacketTests(rawValue: 1 << 9)
    /// 2: the origin timestamp is that of our request, which nobody off the path can know.
    public static let originMatches = PacketTests(rawValue: 1 << 8)
    /// 3: no timestamp is zero.
    public static let timestampsSet = PacketTests(rawValue: 1 << 7)
    /// 5: authentication, where configured, succeeded.
    public static let authenticated = PacketTests(rawValue: 1 << 6)
    /// 6: the source says that it is synchronised, at a valid stratum.
    public static let synchronized = PacketTests(rawValue: 1 << 5)
    /// 7: the root distance is below 16 s.
    public static let rootDistance = PacketTests(rawValue: 1 << 4)
    /// A: the delay is below `maxdelay` and the timestamps are in a sane order.
    public static let delay = PacketTests(rawValue: 1 << 3)
    /// B: the delay is below `maxdelayratio` times the shortest.
    public static let delayRatio = PacketTests(rawValue: 1 << 2)
    /// C: the delay is below the limit set by `maxdelaydevratio`.
    public static let delayDeviation = PacketTests(rawValue: 1 << 1)
    /// D: the source doesn't follow us.
    public static let notLooped = PacketTests(rawValue: 1 << 0)

    /// What makes a reply ours; nothing in it is believed before.
    public static let valid: PacketTests = [.notDuplicate, .originMatches, .timestampsSet, .authenticated]
    /// A packet that passes every test.
    public static let all: PacketTests = [
        .valid, .synchronized, .rootDistance, .delay, .delayRatio, .delayDeviation, .notLooped,
    ]
}
