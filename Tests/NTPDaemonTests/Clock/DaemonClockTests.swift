// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPCore
import Testing

@testable import NTPDaemon

@Suite struct `The clock of the daemon` {
    @Test(arguments: [(1.0, 0), (0.5, -1), (1e-3, -9), (0x1p-20, -20), (1e-9, -29)] as [(Double, Int8)])
    func `has the precision that it is given, rounded up to a power of two`(seconds: Double, exponent: Int8) {
        let clock = DaemonClock(nil, precision: seconds)
        let precision = clock.precision
        #expect(precision == exponent)
    }

    @Test func `isn't the system's with -x, which nobody takes back`() throws {
        var clock = DaemonClock(nil)
        #expect(!clock.isSystem && !clock.hasLeapt)
        let found = try clock.takeControlBack()
        #expect(found == nil)
    }
}
