// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

/// The monitoring commands that may be asked for over the network: the `opencommands` of a configuration.
public struct OpenCommands: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// How many sources are being asked.
    public static let activity = OpenCommands(rawValue: 1 << 0)
    /// How packets are authenticated.
    public static let authdata = OpenCommands(rawValue: 1 << 1)
    /// Who has sent requests.
    public static let clients = OpenCommands(rawValue: 1 << 2)
    /// What was entered by hand.
    public static let manual = OpenCommands(rawValue: 1 << 3)
    /// The latest packets of the sources.
    public static let ntpdata = OpenCommands(rawValue: 1 << 4)
    /// How the real-time clock stands.
    public static let rtcdata = OpenCommands(rawValue: 1 << 5)
    /// Why sources are or aren't used.
    public static let selectdata = OpenCommands(rawValue: 1 << 6)
    /// What was done as a server.
    public static let serverstats = OpenCommands(rawValue: 1 << 7)
    /// By how much the served time differs.
    public static let smoothing = OpenCommands(rawValue: 1 << 8)
    /// What sources were configured as.
    public static let sourcename = OpenCommands(rawValue: 1 << 9)
    /// What was measured last.
    public static let sources = OpenCommands(rawValue: 1 << 10)
    /// What is estimated of the sources.
    public static let sourcestats = OpenCommands(rawValue: 1 << 11)
    /// How the local clock stands.
    public static let tracking = OpenCommands(rawValue: 1 << 12)

    /// What is open unless the configuration says otherwise: nothing about clients, keys or packets.
    public static let standard: OpenCommands = [
        .activity, .manual, .rtcdata, .smoothing, .sourcename, .sources, .sourcestats, .tracking,
    ]

    /// The command of that name in a configuration; nil for any other word.
    public init?(name: some StringProtocol) {
        switch name {
        case "activity": self = .activity
        case "authdata": self = .authdata
        case "clients": self = .clients
        case "manual": self = .manual
        case "ntpdata": self = .ntpdata
        case "rtcdata": self = .rtcdata
        case "selectdata": self = .selectdata
        case "serverstats": self = .serverstats
        case "smoothing": self = .smoothing
        case "sourcename": self = .sourcename
        case "sources": self = .sources
        case "sourcestats": self = .sourcestats
        case "tracking": self = .tracking
        default: return nil
        }
    }

    /// Whether a request with this command is answered over the network.
    public func permits(_ command: ControlCommand) -> Bool {
        !isDisjoint(with: Self.opening(command))
    }

    /// The names of which any opens a command; none for one that stays closed.
    private static func opening(_ command: ControlCommand) -> OpenCommands {
        switch command {
        case .sourceCount: [.authdata, .ntpdata, .selectdata, .sources, .sourcestats]
        case .source: .sources
        case .tracking, .clockUse: .tracking
        case .sourceStatistics: .sourcestats
        case .rtc: .rtcdata
        case .manualList: .manual
        case .activity: .activity
        case .smoothing: .smoothing
        case .serverStatistics: .serverstats
        case .ntpData: .ntpdata
        case .sourceName: .sourcename
        case .authentication: .authdata
        case .clients: .clients
        case .selection: .selectdata
        default: []
        }
    }
}
