// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

import NTPSystem
import Testing

@Suite struct `A watch of the network` {
    @Test func `never waits for news`() throws {
        let watch = try NetworkWatch()
        #expect(watch.descriptor >= 0)
        // What other programs do meanwhile may be news; taken twice, it is none any more, or still nothing.
        _ = try watch.takeChange()
        #expect(try !watch.takeChange())
    }
}
