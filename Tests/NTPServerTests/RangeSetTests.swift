// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPServer
import Testing

@Suite struct `Range set` {
    /// Around every length at which the search tree gets another level.
    @Test(arguments: [0, 1, 2, 15, 16, 17, 31, 255, 256, 257, 4095, 4096, 4097, 10_000])
    func `holds a number behind an odd count of boundaries`(count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        var boundaries: Set<UInt32> = []
        while boundaries.count < count {
            boundaries.insert(UInt32.random(in: 10...40_000, using: &generator))
        }
        let ascending = boundaries.sorted()
        let set = RangeSet(boundaries: ascending)
        for (index, boundary) in ascending.enumerated() {
            let holds = index.isMultiple(of: 2)
            #expect(set.contains(boundary) == holds)
            if !boundaries.contains(boundary - 1) { #expect(set.contains(boundary - 1) != holds) }
        }
        #expect(!set.contains(0))
        #expect(set.contains(.max) == !count.isMultiple(of: 2))
    }
}
