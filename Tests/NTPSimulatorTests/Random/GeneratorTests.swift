// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: the swift-ntpd authors

@testable import NTPSimulator
import Testing

@Suite struct `Seeded generator` {
    @Test func `is xoshiro256** as its authors publish it`() {
        var generator = SeededGenerator(state: (1, 2, 3, 4))
        let values = (0..<4).map { _ in generator.next() }
        #expect(values == [11_520, 0, 1_509_978_240, 1_215_971_899_390_074_240])
    }

    @Test func `is seeded by SplitMix64 as its authors publish it`() {
        var mixer = SplitMix64(state: 1_234_567)
        #expect(mixer.next() == 6_457_827_717_110_365_317)
        #expect(mixer.next() == 3_203_168_211_198_807_973)
        #expect(mixer.next() == 9_817_491_932_198_370_423)
    }

    @Test func `gives each stream numbers of its own`() {
        var firsts: Set<UInt64> = []
        for stream in 0..<1000 {
            var generator = SeededGenerator(seed: 1, stream: UInt64(stream))
            firsts.insert(generator.next())
        }
        #expect(firsts.count == 1000)
    }

    @Test func `never draws the ends of the unit interval`() {
        var generator = SeededGenerator(seed: 1)
        let values = (0..<100_000).map { _ in generator.uniform() }
        #expect(values.allSatisfy { $0 > 0 && $0 < 1 })
    }
}
