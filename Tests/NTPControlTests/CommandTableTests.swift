// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPControl

@Suite struct `Table of commands` {
    /// Number, length of the request, length of the reply: as the protocol's description has them.
    static let rows: [(UInt16, Int, Int)] = [
        (1, 60, 28), (2, 60, 28), (3, 68, 28), (4, 44, 28), (5, 44, 28), (6, 28, 28), (7, 44, 28),
        (8, 44, 28),
        (9, 28, 28), (11, 40, 40), (13, 28, 28), (14, 32, 32), (15, 76, 76), (16, 28, 28), (17, 44, 28),
        (18, 44, 28), (19, 44, 28), (20, 44, 28), (21, 44, 28), (22, 44, 28), (23, 44, 28), (24, 44, 28),
        (25, 40, 28), (26, 40, 28), (29, 40, 28), (30, 28, 28), (31, 28, 28), (33, 104, 104), (34, 84, 84),
        (35, 56, 56), (36, 28, 28), (37, 28, 28), (41, 416, 416), (42, 28, 28), (43, 28, 28), (44, 48, 48),
        (45, 44, 28), (46, 44, 28), (47, 44, 28), (48, 28, 28), (49, 28, 28), (50, 28, 28), (51, 52, 52),
        (52, 28, 28), (53, 28, 28), (54, 196, 196), (57, 172, 172), (62, 28, 28), (63, 28, 28), (64, 372, 28),
        (65, 284, 284), (66, 28, 28), (67, 52, 52), (68, 520, 520), (69, 76, 76), (70, 28, 28), (71, 28, 28),
        (72, 52, 28), (73, 48, 28), (74, 48, 28),
        (0x5300, 32, 32),
    ]

    @Test(arguments: rows)
    func `has the lengths of the protocol`(number: UInt16, request: Int, reply: Int) throws {
        let command = try #require(ControlCommand(rawValue: number))
        #expect(command.requestLength == request)
        #expect(command.reply(toRequestOf: request).length == reply)
    }

    @Test func `knows no other number, but chrony 4.3's local`() {
        let numbers = Set(Self.rows.map(\.0)).union([56])
        #expect(Set((0...UInt16.max).filter { ControlCommand(rawValue: $0) != nil }) == numbers)
    }

    /// What Debian 12's chronyd demanded when it was asked with every length.
    @Test(arguments: [
        (ControlCommand.serverStatistics, 72, ReplyCode.olderServerStatistics),
        (.ntpData, 152, .olderNTPData), (.olderLocal, 36, .null),
    ])
    func `has the lengths of chrony 4.3 where they differ`(
        command: ControlCommand, request: Int, code: ReplyCode
    ) {
        #expect(command.minimumRequestLength == request)
        #expect(command.reply(toRequestOf: request) == code)
        #expect(command.reply(toRequestOf: command.requestLength - 1) == code)
    }

    @Test(arguments: ControlCommand.allCases)
    func `demands requests that are no shorter than their replies`(command: ControlCommand) {
        for length in command.minimumRequestLength...860 {
            #expect(command.reply(toRequestOf: length).length <= length)
        }
    }
}

@Suite struct `Open commands` {
    /// The commands that each name opens over the network.
    static let opened: [(String, Set<ControlCommand>)] = [
        ("activity", [.activity]), ("authdata", [.sourceCount, .authentication]), ("clients", [.clients]),
        ("manual", [.manualList]), ("ntpdata", [.sourceCount, .ntpData]), ("rtcdata", [.rtc]),
        ("selectdata", [.sourceCount, .selection]), ("serverstats", [.serverStatistics]),
        ("smoothing", [.smoothing]), ("sourcename", [.sourceName]), ("sources", [.sourceCount, .source]),
        ("sourcestats", [.sourceCount, .sourceStatistics]), ("tracking", [.tracking, .clockUse]),
    ]

    @Test(arguments: opened)
    func `are opened by their names, and nothing else with them`(name: String, commands: Set<ControlCommand>)
        throws
    {
        let open = try #require(OpenCommands(name: name))
        #expect(Set(ControlCommand.allCases.filter(open.permits)) == commands)
    }

    @Test(arguments: ["", "accheck", "Tracking", "makestep"])
    func `have no other names`(name: String) {
        #expect(OpenCommands(name: name) == nil)
    }

    @Test func `are the harmless ones unless the configuration says otherwise`() {
        let open = Set(ControlCommand.allCases.filter(OpenCommands.standard.permits))
        let expected: Set<ControlCommand> = [
            .activity, .manualList, .rtc, .smoothing, .sourceName, .sourceCount, .source, .sourceStatistics,
            .tracking, .clockUse,
        ]
        #expect(open == expected)
    }

    @Test func `never change anything`() {
        let all = OpenCommands(rawValue: .max)
        for command in ControlCommand.allCases where command.access == .control {
            #expect(!all.permits(command), "\(command)")
        }
    }
}
