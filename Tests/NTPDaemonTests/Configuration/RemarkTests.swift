// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import Testing

@testable import NTPDaemon

@Suite struct `A remark` {
    @Test(arguments: ["minsamples 12", "server a.example minsamples 12"])
    func `is made on a limit that the algorithm has no use for`(line: String) {
        #expect(parse(line).configuration.remarks.count == 1)
        #expect(parse("\(line)\ndiscipline regression").configuration.remarks == [])
    }

    @Test func `isn't made on an ordinary configuration`() {
        #expect(parse("pool a.example iburst\nmaxsamples 20").configuration.remarks == [])
    }
}
